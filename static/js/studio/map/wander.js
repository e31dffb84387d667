/** @import { Landmark } from "../../shared/api.js" */
import { rounded } from "../../shared/api.js";
import { byId } from "../../shared/dom.js";

const BESIDE = 0.03; // how far a random place lies from a training sound: new, yet not where the model knows nothing
const TRIES = 24; // directions that may lead off the map before the edge is good enough

/** @typedef {{x: number, y: number}} Place */

/** @param {number} value */
const clamp = (value) => rounded(Math.min(1, Math.max(0, value)));

/**
 * A place in a random direction; where the map has room, at exactly that distance.
 * @param {Place} from @param {number} distance as a share of the map's side
 * @returns {Place}
 */
export function near({ x, y }, distance) {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const angle = 2 * Math.PI * Math.random();
    const place = { x: x + distance * Math.cos(angle), y: y + distance * Math.sin(angle) };
    if (place.x === clampLoosely(place.x) && place.y === clampLoosely(place.y))
      return { x: rounded(place.x), y: rounded(place.y) };
  }
  return { x: clamp(x + (x < 0.5 ? distance : -distance)), y: clamp(y) };
}

/** @param {number} value */
const clampLoosely = (value) => Math.min(1, Math.max(0, value));

/** Chance: anywhere on the map, or near the sound that is there. */
export class Wander {
  #distance = byId("distance", HTMLInputElement);
  /** @type {Landmark[]} */
  #points = [];

  /** @param {() => Place} place @param {(place: Place) => void} onMove */
  constructor(place, onMove) {
    byId("random", HTMLButtonElement).addEventListener("click", () => onMove(this.#anywhere()));
    byId("near", HTMLButtonElement).addEventListener("click", () =>
      onMove(near(place(), this.#distance.valueAsNumber)),
    );
    this.#distance.addEventListener("input", () => this.#show());
    this.#show();
  }

  /** @param {Landmark[]} points */
  setPoints(points) {
    this.#points = points;
  }

  /** @returns {Place} */
  #anywhere() {
    const point = this.#points[Math.floor(Math.random() * this.#points.length)];
    return point ? near(point, BESIDE) : { x: rounded(Math.random()), y: rounded(Math.random()) };
  }

  #show() {
    const { min, max, valueAsNumber: value } = this.#distance;
    this.#distance.style.setProperty(
      "--fill",
      `${(100 * (value - Number(min))) / (Number(max) - Number(min))}%`,
    );
    this.#distance.setAttribute("aria-valuetext", `${Math.round(100 * value)} per cent of the map`);
  }
}
