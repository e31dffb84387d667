/** @import { Landmark } from "../../shared/api.js" */
/** @import { Shading } from "./shading.js" */
import { ramp, rampColour, themeColour } from "../../shared/colour.js";
import { fitCanvas, repaintWith } from "../../shared/dom.js";
import { CELLS, MARGIN } from "./field.js";

const GROUND_ALPHA = 0.4;
const TONES = 32; // dots of one tone are one path
const CROWDED = 1200; // landmarks from which on dots shrink

/**
 * The ground as pixels, its first row the map's upper edge; it fades where no landmark is near.
 * @param {Pick<Shading, "ground" | "crowd">} shading @param {Uint8ClampedArray} steps 256 × RGB
 * @returns {Uint8ClampedArray<ArrayBuffer>} CELLS × CELLS × RGBA
 */
export function groundPixels({ ground, crowd }, steps) {
  const pixels = new Uint8ClampedArray(4 * CELLS * CELLS);
  ground.forEach((value, at) => {
    const row = CELLS - 1 - Math.floor(at / CELLS);
    const to = 4 * (row * CELLS + (at % CELLS));
    const colour = 3 * Math.round(value * 255);
    pixels.set(steps.subarray(colour, colour + 3), to);
    pixels[to + 3] = 255 * GROUND_ALPHA * (1 - Math.exp(-(crowd[at] ?? 0)));
  });
  return pixels;
}

/** The pad's picture: shaded ground, one dot for each landmark. Painted when it changes, never while the hand moves. */
export class Terrain {
  /** @type {Landmark[]} */
  #points = [];
  /** @type {Shading | null} */
  #shading = null;

  /** @param {HTMLCanvasElement} canvas @param {() => number} inset the pad's margin in CSS pixels */
  constructor(canvas, inset) {
    this.canvas = canvas;
    this.inset = inset;
    repaintWith(canvas, () => this.#paint());
  }

  /** @param {Landmark[]} points @param {Shading | null} shading */
  show(points, shading) {
    this.#points = points;
    this.#shading = shading;
    this.#paint();
  }

  #paint() {
    const fitted = fitCanvas(this.canvas);
    if (!fitted || !this.#shading || !this.#points.length) return;
    const steps = ramp(this.canvas);
    this.#paintGround(fitted.draw, fitted.width, steps, this.#shading);
    this.#paintDots(fitted.draw, fitted.width, steps, this.#shading.dots);
  }

  /** @param {CanvasRenderingContext2D} draw @param {number} size @param {Uint8ClampedArray} steps @param {Shading} shading */
  #paintGround(draw, size, steps, shading) {
    const picture = new OffscreenCanvas(CELLS, CELLS);
    const pixels = new ImageData(groundPixels(shading, steps), CELLS, CELLS);
    picture.getContext("2d")?.putImageData(pixels, 0, 0);
    const span = size - 2 * this.inset();
    const corner = this.inset() - MARGIN * span;
    draw.imageSmoothingQuality = "high";
    draw.drawImage(picture, corner, corner, (1 + 2 * MARGIN) * span, (1 + 2 * MARGIN) * span);
  }

  /** @param {CanvasRenderingContext2D} draw @param {number} size @param {Uint8ClampedArray} steps @param {Float32Array} tones */
  #paintDots(draw, size, steps, tones) {
    const inset = this.inset();
    const span = size - 2 * inset;
    const radius = Math.min(inset / 8, span / 200) * Math.min(1, Math.sqrt(CROWDED / this.#points.length));
    /** @type {Map<number, Path2D>} */
    const paths = new Map();
    this.#points.forEach(({ x, y }, i) => {
      const tone = Math.round((tones[i] ?? NaN) * TONES);
      const path = paths.get(tone) ?? new Path2D();
      paths.set(tone, path);
      path.moveTo(inset + x * span + radius, inset + (1 - y) * span);
      path.arc(inset + x * span, inset + (1 - y) * span, radius, 0, 2 * Math.PI);
    });
    for (const [tone, path] of paths) {
      draw.fillStyle = Number.isNaN(tone)
        ? themeColour(this.canvas, "--quiet")
        : rampColour(steps, tone / TONES);
      draw.fill(path);
    }
  }
}
