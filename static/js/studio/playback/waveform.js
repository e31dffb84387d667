/** @import { WaveSurfer } from "./wavesurfer.js" */

import { themeColour } from "../../shared/colour.js";
import { motionReduced, repaintWith } from "../../shared/dom.js";
import { laidOver } from "../sample/align.js";
import { COLUMNS, outline, paintOutline } from "./outline.js";
import { displayOnly, loadWaveSurfer } from "./wavesurfer.js";

const MORPH = 0.35; // share of the way to the new shape in each frame
const SETTLED = 0.004;

/** The sound's waveform, with the user's own sample ghosted behind it, peak under peak. Drawn after the sound has started. */
export class Waveform {
  /** @type {WaveSurfer | null} */
  #view = null;
  /** @type {CanvasRenderingContext2D | null} what the view paints on, until it makes another */
  #draw = null;
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
  #stale = false;
  #ownInFront = false;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    repaintWith(element, () => this.#fit());
    void this.#open();
  }

  /** @param {AudioBuffer} sound */
  show(sound) {
    this.#sound = sound;
    this.#redraw();
  }

  /** @param {AudioBuffer | null} original */
  setOriginal(original) {
    this.#original = original;
    this.#redraw();
  }

  /** @param {boolean} own whether the user's own sample is what plays */
  setFront(own) {
    this.#ownInFront = own;
    this.#redraw();
  }

  async #open() {
    const WaveSurfer = await loadWaveSurfer();
    /** @param {(Float32Array | number[])[]} layers @param {CanvasRenderingContext2D} draw */
    const renderFunction = ([made, ghost], draw) => {
      this.#draw = draw;
      this.#paint(draw, made, ghost);
    };
    this.#view = WaveSurfer.create({ ...displayOnly(this.element), height: "auto", renderFunction });
    this.#redraw();
  }

  /** The view measures its height only when an option is set. */
  #fit() {
    this.#view?.setOptions({ height: "auto" });
    this.#redraw();
  }

  #redraw() {
    this.#stale = true;
    if (this.#view && this.#sound && !this.#frame) this.#frame = requestAnimationFrame(() => this.#morph());
  }

  #measure() {
    const samples = this.#sound?.getChannelData(0) ?? new Float32Array(1);
    this.#wanted = outline(samples, 0, samples.length);
    this.#ghost =
      this.#original && outline(laidOver(this.#original.getChannelData(0), samples), 0, samples.length);
    if (motionReduced()) this.#shown = this.#wanted;
    this.#stale = false;
  }

  /** On its way to a shape the view's canvas is painted over; the view itself hears of the shape that stays. */
  #morph() {
    if (this.#stale) this.#measure();
    let farthest = 0;
    this.#shown = this.#shown.map((value, i) => {
      const gap = (this.#wanted[i] ?? 0) - value;
      farthest = Math.max(farthest, Math.abs(gap));
      return value + MORPH * gap;
    });
    const settled = farthest <= SETTLED;
    if (settled || !this.#draw)
      void this.#view?.load(
        "",
        this.#ghost ? [this.#shown, this.#ghost] : [this.#shown],
        this.#sound?.duration,
      );
    else this.#paint(this.#draw, this.#shown, this.#ghost ?? []);
    this.#frame = settled ? 0 : requestAnimationFrame(() => this.#morph());
  }

  /**
   * @param {CanvasRenderingContext2D} draw in device pixels
   * @param {ArrayLike<number> | undefined} made @param {ArrayLike<number> | undefined} ghost outlines
   */
  #paint(draw, made = [], ghost = []) {
    const { width, height } = draw.canvas;
    draw.globalAlpha = 1;
    draw.clearRect(0, 0, width, height);
    draw.fillStyle = themeColour(this.element, "--line");
    draw.fillRect(0, height / 2 - 0.5, width, 1);
    const layers = /** @type {const} */ ([
      [ghost, "--own", 0.35],
      [made, "--accent-line", 0.3],
    ]);
    for (const [peaks, colour, faint] of this.#ownInFront ? layers.toReversed() : layers) {
      draw.globalAlpha = (peaks === ghost) === this.#ownInFront ? 1 : faint;
      paintOutline(draw, peaks, width, height, themeColour(this.element, colour));
    }
  }
}
