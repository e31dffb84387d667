/** @import { Spectrogram, WaveSurfer } from "./wavesurfer.js" */
import { ramp } from "../../shared/colour.js";
import { repaintWith } from "../../shared/dom.js";
import { displayOnly, loadSpectrogram, loadWaveSurfer } from "./wavesurfer.js";

const WINDOW = 1024;
const HOP = 128; // a column every 3 ms: as many as the eye tells apart, in a third of the time
const LOWEST_HZ = 60;
const HIGHEST_HZ = 18_000;
const RANGE_DB = 70;
const RESIZED_MS = 100; // the pane is resized in many small steps
const REST_MS = 40;

/**
 * The sound as pitch over time, shaded with the map's ramp. Drawn once the hand rests, so that no Fourier transform
 * ever stands between a move and its sound.
 */
export class Spectrum {
  /** @type {WaveSurfer | null} */
  #view = null;
  /** @type {Spectrogram | null} */
  #plugin = null;
  /** @type {{samples: Float32Array, duration: number} | null} */
  #shown = null;
  #timer = 0;
  #resting = 0;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    repaintWith(element, () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#open(), RESIZED_MS);
    });
  }

  /** @param {Float32Array} samples @param {number} duration in seconds */
  show(samples, duration) {
    this.#shown = { samples, duration };
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#draw(), REST_MS);
  }

  /** Colours and height are fixed when a view is made: another theme or size takes another view. */
  async #open() {
    const [WaveSurfer, Spectrogram] = await Promise.all([loadWaveSurfer(), loadSpectrogram()]);
    const height = this.element.clientHeight;
    if (!height) return;
    this.#view?.destroy();
    this.element.replaceChildren();
    const look = {
      height,
      labels: false,
      fftSamples: WINDOW,
      noverlap: WINDOW - HOP,
      autoGain: true,
      rangeDB: RANGE_DB,
      colorMap: colourMap(this.element),
    };
    const range = /** @type {const} */ ({
      scale: "logarithmic",
      frequencyMin: LOWEST_HZ,
      frequencyMax: HIGHEST_HZ,
    });
    this.#plugin = Spectrogram.create({ container: this.element, ...look, ...range });
    this.#view = WaveSurfer.create({ ...displayOnly(this.element), height: 0, plugins: [this.#plugin] });
    this.#draw();
  }

  #draw() {
    if (!this.#view || !this.#shown) return;
    this.#plugin?.clearCache(); // by itself it would paint the transforms of the sound before
    void this.#view.load("", [this.#shown.samples], this.#shown.duration);
  }
}

/** @param {Element} element @returns {number[][]} 256 × red, green, blue, alpha in 0…1 */
function colourMap(element) {
  const steps = ramp(element, ["--panel", "--heat-low", "--ramp-mid", "--heat-high"]);
  return Array.from({ length: 256 }, (_, i) =>
    [...steps.subarray(3 * i, 3 * i + 3)].map((v) => v / 255).concat(1),
  );
}
