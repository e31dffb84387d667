/** @import { Landmark } from "../../shared/api.js" */

const BUCKETS = 48;

/** @param {number} coordinate in 0…1 */
const bucketOf = (coordinate) => Math.min(BUCKETS - 1, Math.max(0, Math.floor(coordinate * BUCKETS)));

/** A landmark's file name as a title: "kit/808__snare-1.wav" becomes "808 · snare-1". @param {string} name */
export const titleOf = (name) =>
  name
    .replace(/^.*\//, "")
    .replace(/\.\w{3,4}$/, "")
    .replaceAll("__", " · ")
    .replaceAll("_", " ");

/** The sounds that a model learned from, by their places. Ten thousand are found as fast as ten. */
export class Landmarks {
  /** @type {Map<number, number[]>} */
  #buckets = new Map();
  /** @type {number[]} the way from landmark to landmark, as far as it was walked */
  #walk = [];
  #step = -1;

  /** @param {Landmark[]} points */
  constructor(points) {
    this.points = points;
    points.forEach(({ x, y }, i) => {
      const key = bucketOf(y) * BUCKETS + bucketOf(x);
      const bucket = this.#buckets.get(key);
      if (bucket) bucket.push(i);
      else this.#buckets.set(key, [i]);
    });
  }

  /**
   * @param {number} x @param {number} y @param {number} reach in map units
   * @returns {number} index of the nearest landmark within reach, or -1
   */
  nearest(x, y, reach) {
    let [best, closest] = [-1, reach];
    for (let row = bucketOf(y - reach); row <= bucketOf(y + reach); row += 1) {
      for (let column = bucketOf(x - reach); column <= bucketOf(x + reach); column += 1) {
        for (const i of this.#buckets.get(row * BUCKETS + column) ?? []) {
          const distance = this.#distance(i, x, y);
          if (distance < closest) [best, closest] = [i, distance];
        }
      }
    }
    return best;
  }

  /** Whatever moved the cursor elsewhere begins a new walk. */
  leave() {
    this.#walk = [];
    this.#step = -1;
  }

  /**
   * A walk over all landmarks: on to the nearest that it has not come by yet, or back the way it came.
   * @param {number} x @param {number} y where it begins @param {1 | -1} direction
   * @returns {number} index, or -1 where there is none left
   */
  walk(x, y, direction) {
    if (direction < 0 && this.#step < 1) return -1;
    this.#step += direction;
    if (this.#step === this.#walk.length) {
      const next = this.#nearestNew(x, y);
      if (next >= 0) this.#walk.push(next);
      else this.#step -= 1;
      return next;
    }
    return this.#walk[this.#step] ?? -1;
  }

  /** Where the walk leads next. @param {number} x @param {number} y where it begins @returns {number} index, or -1 */
  ahead(x, y) {
    return this.#walk[this.#step + 1] ?? this.#nearestNew(x, y);
  }

  /** @param {number} x @param {number} y */
  #nearestNew(x, y) {
    const past = new Set(this.#walk);
    let [best, closest] = [-1, Infinity];
    this.points.forEach((_, i) => {
      const distance = past.has(i) ? Infinity : this.#distance(i, x, y);
      if (distance < closest) [best, closest] = [i, distance];
    });
    return best;
  }

  /** @param {number} i @param {number} x @param {number} y */
  #distance(i, x, y) {
    const point = /** @type {Landmark} */ (this.points[i]);
    return Math.hypot(point.x - x, point.y - y);
  }
}
