import { ramp } from "./colour.js";
import { fitCanvas, repaintWith } from "./dom.js";
import { fft } from "./fft.js";

const WINDOW = 1024;
const FRAMES = 160;
const BANDS = 96;
const LOWEST_HZ = 60;
const HIGHEST_HZ = 18_000;
const FLOOR_DB = -70;

const hann = Float32Array.from({ length: WINDOW }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW));

/** @param {number} band @param {number} rate */
const binOf = (band, rate) => (LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ) ** (band / BANDS) * WINDOW) / rate;

/**
 * Power in logarithmic bands.
 * @param {Float32Array} samples @param {number} rate in Hz
 * @returns {Float32Array} FRAMES × BANDS
 */
function bandPowers(samples, rate) {
  const powers = new Float32Array(FRAMES * BANDS);
  const hop = samples.length / FRAMES;
  for (let frame = 0; frame < FRAMES; frame += 1) {
    const start = Math.round(frame * hop - WINDOW / 2);
    const re = hann.map((weight, i) => weight * (samples[start + i] ?? 0));
    const im = new Float32Array(WINDOW);
    fft(re, im);
    for (let band = 0; band < BANDS; band += 1) {
      const from = Math.floor(binOf(band, rate));
      const to = Math.max(from + 1, Math.ceil(binOf(band + 1, rate)));
      let power = 0;
      for (let bin = from; bin < to; bin += 1) power += (re[bin] ?? 0) ** 2 + (im[bin] ?? 0) ** 2;
      powers[frame * BANDS + band] = power / (to - from);
    }
  }
  return powers;
}

/** The sound as pitch over time, shaded with the map's ramp. */
export class Spectrum {
  /** @type {Float32Array | null} */
  #powers = null;
  #frame = 0;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    repaintWith(canvas, () => this.#paint());
  }

  /** Painted at most once a frame, however fast sounds arrive. @param {AudioBuffer} sound */
  show(sound) {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      this.#powers = bandPowers(sound.getChannelData(0), sound.sampleRate);
      this.#paint();
    });
  }

  #paint() {
    const fitted = fitCanvas(this.canvas);
    if (!fitted || !this.#powers) return;
    const steps = ramp(this.canvas, ["--panel", "--heat-low", "--ramp-mid", "--heat-high"]);
    const loudest = this.#powers.reduce((a, b) => Math.max(a, b), 1e-12);
    const pixels = new ImageData(FRAMES, BANDS);
    this.#powers.forEach((power, at) => {
      const shade = 1 - (10 * Math.log10(Math.max(power / loudest, 1e-12))) / FLOOR_DB;
      const [frame, band] = [Math.floor(at / BANDS), at % BANDS];
      const colour = 3 * Math.round(255 * Math.max(0, shade));
      const to = 4 * ((BANDS - 1 - band) * FRAMES + frame);
      pixels.data.set(steps.subarray(colour, colour + 3), to);
      pixels.data[to + 3] = 255;
    });
    const picture = new OffscreenCanvas(FRAMES, BANDS);
    picture.getContext("2d")?.putImageData(pixels, 0, 0);
    fitted.draw.imageSmoothingQuality = "high";
    fitted.draw.drawImage(picture, 0, 0, fitted.width, fitted.height);
  }
}
