/** @import { Landmark } from "./api.js" */
import { fitCanvas, repaintWith } from "./dom.js";
import { ramp, rampColour } from "./colour.js";

const CELLS = 96;
const REACH = 0.055; // how far one landmark colours its surroundings, in map units
const GROUND_ALPHA = 0.4;
const MARGIN = 0.08; // the ground runs on under the pad's edge

/** @param {number[]} values @param {number} share @returns {number} */
function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? 0;
}

/**
 * Brightness of each landmark from 0 (darkest twentieth) to 1 (brightest twentieth), in octaves as the ear hears it.
 * @param {Landmark[]} points @returns {number[]}
 */
function shades(points) {
  const octaves = points.map((point) => Math.log2(Math.max(1, point.brightness_hz)));
  const low = percentile(octaves, 0.05);
  const span = Math.max(1e-6, percentile(octaves, 0.95) - low);
  return octaves.map((octave) => Math.min(1, Math.max(0, (octave - low) / span)));
}

/** @param {number} coordinate @returns {number} */
const cellOf = (coordinate) => Math.floor(((coordinate + MARGIN) / (1 + 2 * MARGIN)) * CELLS);
/** @param {number} cell @returns {number} */
const centreOf = (cell) => ((cell + 0.5) / CELLS) * (1 + 2 * MARGIN) - MARGIN;

/** The pad's picture: ground shaded by the brightness of the sounds around, one dot for each landmark. */
export class Terrain {
  /** @type {Landmark[]} */
  #points = [];
  /** @type {number[]} */
  #shades = [];
  /** @type {{shade: Float32Array, weight: Float32Array} | null} */
  #field = null;
  /** @type {Landmark | null} */
  #lit = null;

  /** @param {HTMLCanvasElement} canvas @param {() => number} inset the pad's margin in CSS pixels */
  constructor(canvas, inset) {
    this.canvas = canvas;
    this.inset = inset;
    repaintWith(canvas, () => this.#paint());
  }

  /** @param {Landmark[]} points */
  setPoints(points) {
    this.#points = points;
    this.#shades = shades(points);
    this.#field = points.length ? this.#spread() : null;
    this.#paint();
  }

  /** @param {Landmark | null} landmark the one to mark under the pointer */
  lightUp(landmark) {
    if (landmark === this.#lit) return;
    this.#lit = landmark;
    this.#paint();
  }

  /**
   * @param {number} x @param {number} y @param {number} reach in map units
   * @returns {Landmark | null} the nearest landmark within reach
   */
  nearest(x, y, reach) {
    let best = null;
    let closest = reach;
    for (const point of this.#points) {
      const distance = Math.hypot(point.x - x, point.y - y);
      if (distance < closest) [best, closest] = [point, distance];
    }
    return best;
  }

  /** Kernel-weighted mean of the shades around every cell. */
  #spread() {
    const shade = new Float32Array(CELLS * CELLS);
    const weight = new Float32Array(CELLS * CELLS);
    this.#points.forEach((point, index) => this.#pour(point, this.#shades[index] ?? 0, shade, weight));
    return { shade: shade.map((sum, i) => sum / Math.max(weight[i] ?? 0, 1e-9)), weight };
  }

  /** @param {Landmark} point @param {number} value @param {Float32Array} shade @param {Float32Array} weight */
  #pour(point, value, shade, weight) {
    const cells = Math.ceil(3 * REACH * CELLS);
    const [column, row] = [cellOf(point.x), cellOf(point.y)];
    for (let j = Math.max(0, row - cells); j < Math.min(CELLS, row + cells); j += 1) {
      for (let i = Math.max(0, column - cells); i < Math.min(CELLS, column + cells); i += 1) {
        const distance = Math.hypot(centreOf(i) - point.x, centreOf(j) - point.y) / REACH;
        const share = Math.exp(-0.5 * distance * distance);
        const at = j * CELLS + i;
        shade[at] = (shade[at] ?? 0) + share * value;
        weight[at] = (weight[at] ?? 0) + share;
      }
    }
  }

  #paint() {
    const fitted = fitCanvas(this.canvas);
    if (!fitted) return;
    const { draw, width } = fitted;
    const steps = ramp(this.canvas);
    if (this.#field) this.#paintGround(draw, width, steps, this.#field);
    this.#points.forEach((point, index) => this.#dot(draw, width, point, rampColour(steps, this.#shades[index] ?? 0)));
  }

  /** @param {CanvasRenderingContext2D} draw @param {number} size @param {Uint8ClampedArray} steps @param {{shade: Float32Array, weight: Float32Array}} field */
  #paintGround(draw, size, steps, { shade, weight }) {
    const picture = new OffscreenCanvas(CELLS, CELLS);
    const pixels = new ImageData(CELLS, CELLS);
    for (let at = 0; at < shade.length; at += 1) {
      const row = CELLS - 1 - Math.floor(at / CELLS);
      const to = 4 * (row * CELLS + (at % CELLS));
      const colour = 3 * Math.round((shade[at] ?? 0) * 255);
      pixels.data.set(steps.subarray(colour, colour + 3), to);
      pixels.data[to + 3] = 255 * GROUND_ALPHA * (1 - Math.exp(-(weight[at] ?? 0)));
    }
    picture.getContext("2d")?.putImageData(pixels, 0, 0);
    const span = size - 2 * this.inset();
    const corner = this.inset() - MARGIN * span;
    draw.imageSmoothingQuality = "high";
    draw.drawImage(picture, corner, corner, (1 + 2 * MARGIN) * span, (1 + 2 * MARGIN) * span);
  }

  /** @param {CanvasRenderingContext2D} draw @param {number} size @param {Landmark} point @param {string} colour */
  #dot(draw, size, point, colour) {
    const inset = this.inset();
    const span = size - 2 * inset;
    const radius = point === this.#lit ? inset / 3 : Math.min(inset / 8, span / 200);
    draw.fillStyle = colour;
    draw.beginPath();
    draw.arc(inset + point.x * span, inset + (1 - point.y) * span, radius, 0, 2 * Math.PI);
    draw.fill();
  }
}
