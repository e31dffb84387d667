/** @import { FileRow } from "./row.js" */
import { request } from "../../shared/api.js";
import { themeColour } from "../../shared/colour.js";
import { byId, fitCanvas, repaintWith } from "../../shared/dom.js";
import { outline, paintOutline } from "../../studio/playback/outline.js";
import { sentence } from "../client.js";
import { milliseconds } from "../words.js";
import { originalFacts } from "./filewords.js";

/** @typedef {{url: string, facts: string, refusal?: string | undefined, signal: AbortSignal}} Wanted facts: what stands after the length; refusal: why there is no sound */

const PATIENCE_S = 15;

/** @type {AudioContext | undefined} */
let context;
/** @type {AudioBufferSourceNode | undefined} */
let playing;

/** @returns {AudioContext} made on the first gesture: browsers let nothing sound before */
function loudspeaker() {
  context ??= new AudioContext();
  void context.resume();
  return context;
}

/** @param {AudioBuffer} sound */
function play(sound) {
  playing?.stop();
  playing = new AudioBufferSourceNode(loudspeaker(), { buffer: sound });
  playing.connect(loudspeaker().destination);
  playing.start();
}

/** @param {string} url @param {AbortSignal} signal @returns {Promise<AudioBuffer>} */
async function fetchSound(url, signal) {
  const answer = await request(url, { signal }, PATIENCE_S);
  return loudspeaker().decodeAudioData(await answer.arrayBuffer());
}

/** A file before or after its preparation: its waveform, and a button that plays it. */
class Side {
  /** @type {AudioBuffer | null} */
  #sound = null;

  /** @param {"before" | "after"} name @param {string} token colour of the waveform */
  constructor(name, token) {
    this.name = name;
    this.token = token;
    const figure = /** @type {HTMLElement} */ (document.querySelector(`.side.${name}`));
    this.canvas = /** @type {HTMLCanvasElement} */ (figure.querySelector("canvas"));
    this.button = /** @type {HTMLButtonElement} */ (figure.querySelector("button"));
    this.words = /** @type {HTMLElement} */ (figure.querySelector("span"));
    this.button.addEventListener("click", () => this.#sound && play(this.#sound));
    repaintWith(this.canvas, () => this.#paint());
  }

  /** @param {Wanted} wanted @returns {Promise<AudioBuffer | null>} */
  async load({ url, facts, refusal, signal }) {
    this.#show(null, refusal ?? "Reading…");
    if (refusal) return null;
    try {
      const sound = await fetchSound(`${url}${this.name}.wav`, signal);
      if (signal.aborted) return null;
      this.#show(sound, `${sound.duration.toFixed(2)} s${facts}`);
      return sound;
    } catch (error) {
      if (!signal.aborted) this.#show(null, sentence(error));
      return null;
    }
  }

  /** @param {AudioBuffer | null} sound @param {string} words */
  #show(sound, words) {
    this.#sound = sound;
    this.words.textContent = words;
    this.button.disabled = !sound;
    this.#paint();
  }

  #paint() {
    const fitted = fitCanvas(this.canvas);
    if (!fitted || !this.#sound) return;
    const samples = this.#sound.getChannelData(0);
    const colour = themeColour(this.canvas, this.token);
    paintOutline(fitted.draw, outline(samples, 0, samples.length), fitted.width, fitted.height, colour);
  }
}

/** Where any file of the page is seen and heard before and after its preparation. */
export class Audition {
  #panel = byId("audition", HTMLElement);
  #name = byId("audition-name", HTMLElement);
  #before = new Side("before", "--own");
  #after = new Side("after", "--accent-line");
  #turn = new AbortController();
  /** @type {HTMLElement | null} */
  #opener = null;

  /** @param {string} url of the dataset's files @param {number} attackS where the frame has its peak */
  constructor(url, attackS) {
    this.url = url;
    this.attackS = attackS;
    byId("audition-close", HTMLButtonElement).addEventListener("click", () => this.#close());
  }

  /** Shows a file and plays it as it is prepared, or as it was where it was refused. @param {FileRow} file @param {HTMLElement} opener the button that was pressed */
  async open(file, opener) {
    this.#turn.abort();
    this.#turn = new AbortController();
    const { signal } = this.#turn;
    this.#mark(opener);
    loudspeaker();
    this.#panel.hidden = false;
    this.#name.textContent = file.file;
    const sound = await this.#load(file, signal);
    if (sound && !signal.aborted) play(sound);
  }

  /** Loads both sides; returns the sound to play: the prepared one, or the original of a refused file. @param {FileRow} file @param {AbortSignal} signal */
  #load(file, signal) {
    const url = `${this.url}${file.index}/`;
    const refusal = file.status === "refused" ? `Refused. ${file.message}` : undefined;
    const peak = `, peak at ${milliseconds(this.attackS)}`;
    const before = this.#before.load({ url, facts: originalFacts(file), signal });
    const after = this.#after.load({ url, facts: peak, refusal, signal });
    return refusal ? before : after;
  }

  /** @param {HTMLElement | null} opener its line is marked */
  #mark(opener) {
    this.#opener?.closest("li")?.removeAttribute("aria-current");
    opener?.closest("li")?.setAttribute("aria-current", "true");
    this.#opener = opener;
  }

  #close() {
    const opener = this.#opener;
    this.#turn.abort();
    this.#panel.hidden = true;
    this.#mark(null);
    opener?.focus();
  }
}
