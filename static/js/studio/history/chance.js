/** @import { Position } from "../state/state.js" */
/** @import { Services } from "../panels.js" */
/** @import { Store } from "../store.js" */
import { part, showFill } from "../../shared/dom.js";
import { rounded } from "../address.js";
import { setDistance } from "../state/kept.js";
import { wander } from "../state/travel.js";

const BESIDE = 0.03; // how far a random position lies from a landmark: new, yet in a region that the model knows
const TRIES = 24; // directions that may lead off the map before the edge is good enough

/** @param {number} value */
const clampLoosely = (value) => Math.min(1, Math.max(0, value));

/** @param {number} value */
const clamp = (value) => rounded(clampLoosely(value));

/**
 * A position in a random direction; where the map has room, at exactly that distance.
 * @param {Position} from @param {number} distance as a share of the map's side
 * @returns {Position}
 */
export function near({ x, y }, distance) {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const angle = 2 * Math.PI * Math.random();
    const to = { x: x + distance * Math.cos(angle), y: y + distance * Math.sin(angle) };
    if (to.x === clampLoosely(to.x) && to.y === clampLoosely(to.y))
      return { x: rounded(to.x), y: rounded(to.y) };
  }
  return { x: clamp(x + (x < 0.5 ? distance : -distance)), y: clamp(y) };
}

/** @param {readonly Position[]} points landmarks @returns {Position} beside one of them, or anywhere where there are none */
export function anywhere(points) {
  const point = points[Math.floor(Math.random() * points.length)];
  return point ? near(point, BESIDE) : { x: rounded(Math.random()), y: rounded(Math.random()) };
}

/** Random sounds: anywhere on the map, near the current sound, or with other noise. @param {Store} store @param {HTMLElement} element @param {Services} services */
export function chance(store, element, { commands }) {
  const distance = part(element, "#distance", HTMLInputElement);
  part(element, "#random", HTMLButtonElement).addEventListener("click", () => commands.random());
  part(element, "#variation", HTMLButtonElement).addEventListener("click", () => commands.vary());
  part(element, "#near", HTMLButtonElement).addEventListener("click", () => {
    const { sound, history } = store.get();
    store.dispatch(wander, near(sound, history.distance));
  });
  distance.addEventListener("input", () => store.dispatch(setDistance, distance.valueAsNumber));
  store.watch(
    ({ history }) => history.distance,
    (value) => {
      distance.valueAsNumber = value;
      showFill(distance);
      distance.setAttribute("aria-valuetext", `${Math.round(100 * value)} per cent of the map`);
    },
  );
}
