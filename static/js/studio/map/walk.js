/** @import { Position, Walk } from "../state/state.js" */
/** @import { Landmarks } from "./landmarks.js" */

/**
 * A walk over all landmarks: on to the nearest that it has not come by yet, or back the way it came.
 * @param {Landmarks} landmarks @param {Walk} walk @param {Position} from @param {1 | -1} direction
 * @returns {Walk | null} null where there is no further landmark
 */
export function step(landmarks, walk, from, direction) {
  const at = walk.at + direction;
  if (at < 0) return null;
  if (at < walk.path.length) return { ...walk, at };
  const next = landmarks.nearestBut(walk.path, from);
  return next < 0 ? null : { path: [...walk.path, next], at };
}

/** @param {Landmarks} landmarks @param {Walk} walk @param {Position} from @returns {number} index of the landmark that the walk leads to next, or -1 */
export const ahead = (landmarks, walk, from) =>
  walk.path[walk.at + 1] ?? landmarks.nearestBut(walk.path, from);
