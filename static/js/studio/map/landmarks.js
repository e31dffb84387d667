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

/** The sounds that a model learned from, by their positions. Ten thousand are found as fast as ten. */
export class Landmarks {
  /** @type {Map<number, number[]>} */
  #buckets = new Map();

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

  /**
   * @param {readonly number[]} past indices of landmarks that do not count @param {{x: number, y: number}} from
   * @returns {number} index of the nearest other landmark, or -1
   */
  nearestBut(past, { x, y }) {
    const left = new Set(past);
    let [best, closest] = [-1, Infinity];
    this.points.forEach((_, i) => {
      const distance = left.has(i) ? Infinity : this.#distance(i, x, y);
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
