import { fitCanvas, motionReduced, repaintWith } from "./dom.js";
import { themeColour } from "./colour.js";

const COLUMNS = 480;
const MORPH = 0.35; // share of the way to the new shape in each frame
const SETTLED = 0.002;

/**
 * Lowest and highest sample of each column.
 * @param {Float32Array} samples
 * @param {number} start first sample, may lie before the sound
 * @param {number} length samples that the columns cover
 * @param {number} [columns]
 * @returns {Float32Array} 2 × columns, lows and highs interleaved
 */
export function outline(samples, start, length, columns = COLUMNS) {
  const peaks = new Float32Array(2 * columns);
  for (let column = 0; column < columns; column += 1) {
    const from = Math.max(0, Math.floor(start + (column * length) / columns));
    const to = Math.min(samples.length, Math.max(from + 1, Math.floor(start + ((column + 1) * length) / columns)));
    for (let i = from; i < to; i += 1) {
      const sample = samples[i] ?? 0;
      if (sample < (peaks[2 * column] ?? 0)) peaks[2 * column] = sample;
      if (sample > (peaks[2 * column + 1] ?? 0)) peaks[2 * column + 1] = sample;
    }
  }
  return peaks;
}

/** @param {Float32Array} samples @returns {number} index of the sample farthest from zero */
export function peakIndex(samples) {
  let best = 0;
  for (let i = 0; i < samples.length; i += 1) if (Math.abs(samples[i] ?? 0) > Math.abs(samples[best] ?? 0)) best = i;
  return best;
}

/**
 * @param {CanvasRenderingContext2D} draw @param {Float32Array} peaks
 * @param {number} width @param {number} height @param {string} colour
 */
export function paintOutline(draw, peaks, width, height, colour) {
  const columns = peaks.length / 2;
  const [middle, scale] = [height / 2, height * 0.46];
  draw.fillStyle = colour;
  draw.beginPath();
  for (let i = 0; i < columns; i += 1) draw.lineTo(((i + 0.5) * width) / columns, middle - scale * (peaks[2 * i + 1] ?? 0) - 0.5);
  for (let i = columns - 1; i >= 0; i -= 1) draw.lineTo(((i + 0.5) * width) / columns, middle - scale * (peaks[2 * i] ?? 0) + 0.5);
  draw.fill();
}

/** The sound's waveform, with the user's own sample ghosted behind it, peak under peak. */
export class Waveform {
  /** @type {Float32Array} */
  #shown = new Float32Array(2 * COLUMNS);
  /** @type {Float32Array} */
  #wanted = new Float32Array(2 * COLUMNS);
  /** @type {AudioBuffer | null} */
  #sound = null;
  /** @type {AudioBuffer | null} */
  #original = null;
  /** @type {Float32Array | null} */
  #ghost = null;
  #frame = 0;
  #ownInFront = false;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    repaintWith(canvas, () => this.#paint());
  }

  /** @param {AudioBuffer} sound */
  show(sound) {
    this.#sound = sound;
    this.#wanted = outline(sound.getChannelData(0), 0, sound.length);
    this.#alignGhost();
    if (motionReduced()) this.#shown = this.#wanted;
    if (!this.#frame) this.#morph();
  }

  /** @param {AudioBuffer | null} original */
  setOriginal(original) {
    this.#original = original;
    this.#alignGhost();
    this.#paint();
  }

  /** @param {boolean} own whether the user's own sample is what plays */
  setFront(own) {
    this.#ownInFront = own;
    this.#paint();
  }

  #alignGhost() {
    if (!this.#original || !this.#sound) {
      this.#ghost = null;
      return;
    }
    const [own, made] = [this.#original.getChannelData(0), this.#sound.getChannelData(0)];
    const level = Math.abs(own[peakIndex(own)] ?? 0) || 1;
    const scale = Math.abs(made[peakIndex(made)] ?? 0) / level;
    this.#ghost = outline(own, peakIndex(own) - peakIndex(made), made.length).map((v) => v * scale);
  }

  #morph() {
    let farthest = 0;
    this.#shown = this.#shown.map((value, i) => {
      const gap = (this.#wanted[i] ?? 0) - value;
      farthest = Math.max(farthest, Math.abs(gap));
      return value + MORPH * gap;
    });
    this.#paint();
    this.#frame = farthest > SETTLED ? requestAnimationFrame(() => this.#morph()) : 0;
  }

  #paint() {
    const fitted = fitCanvas(this.canvas);
    if (!fitted) return;
    const { draw, width, height } = fitted;
    const [made, own] = [themeColour(this.canvas, "--accent-line"), themeColour(this.canvas, "--own")];
    draw.fillStyle = themeColour(this.canvas, "--line");
    draw.fillRect(0, height / 2 - 0.5, width, 1);
    draw.globalAlpha = this.#ownInFront ? 0.3 : 1;
    if (this.#ownInFront) paintOutline(draw, this.#shown, width, height, made);
    draw.globalAlpha = this.#ownInFront ? 1 : 0.35;
    if (this.#ghost) paintOutline(draw, this.#ghost, width, height, own);
    draw.globalAlpha = 1;
    if (!this.#ownInFront) paintOutline(draw, this.#shown, width, height, made);
  }
}
