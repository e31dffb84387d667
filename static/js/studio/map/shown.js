/** @import { Landmark } from "../../shared/api.js" */
/** @import { State } from "../state/state.js" */
/** @import { Property } from "./shading.js" */
import { latest } from "../state/latest.js";
import { Landmarks, titleOf } from "./landmarks.js";
import { pitchMoves } from "./moves.js";
import { shade } from "./shading.js";
import { ahead } from "./walk.js";

/** Values derived from the current map, computed once for each map. */

const latestLandmarks = latest((/** @type {Landmark[]} */ points) => new Landmarks(points));
const latestShading = latest(shade);
const latestMoves = latest(pitchMoves);

/** @param {State} state @returns {Landmarks} the landmarks by their positions */
export const landmarksOf = ({ map }) => latestLandmarks(map.points);

/** @param {State} state @returns {boolean} whether this map may be coloured by pitch */
export const hasPitch = ({ map }) => latestMoves(map.points);

/** @param {State} state @returns {Property} what the colours show: not pitch where it does not follow the map */
export const shadedBy = (state) =>
  state.view.shading === "pitch" && !hasPitch(state) ? "brightness" : state.view.shading;

/** @param {State} state the map's colours; null while there is no map */
export const shadingOf = (state) =>
  state.map.points.length ? latestShading(state.map.points, shadedBy(state)) : null;

/** @param {State} state @returns {Landmark | null} the one that the walk leads to next */
export const landmarkAhead = (state) =>
  state.map.points[ahead(landmarksOf(state), state.map.walk, state.sound)] ?? null;

/** @param {State} state @param {number} index of a landmark @returns {string} its title and its measured value; empty where there is none */
export function landmarkWords(state, index) {
  const landmark = state.map.points[index];
  if (!landmark) return "";
  return [titleOf(landmark.name), shadingOf(state)?.words(index)].filter(Boolean).join(" · ");
}
