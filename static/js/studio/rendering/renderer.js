/** @import { PlayerInfo } from "../../shared/api.js" */
/** @import { Played, SoundAddress } from "../state/state.js" */
/** @import { Answer } from "./worker.js" */
import { RATE } from "./align.js";
import { locationOf } from "./inputs.js";

/** @typedef {ReturnType<typeof locationOf>} Location */

/** @typedef {{worker: string, litert: string}} RendererAddresses where the worker lies, and the folder of its WebAssembly */

const LEAST_MEMORY_GB = 2;

/** @returns {RendererAddresses | null} null where the page has none */
export function rendererAddresses() {
  const element = document.getElementById("renderer");
  return element ? JSON.parse(element.textContent ?? "null") : null;
}

/** @returns {boolean} whether this browser can render, and its connection does not save data */
function isAble() {
  const { connection, deviceMemory = LEAST_MEMORY_GB } =
    /** @type {Navigator & {connection?: {saveData?: boolean}, deviceMemory?: number}} */ (navigator);
  return typeof WebAssembly === "object" && deviceMemory >= LEAST_MEMORY_GB && !connection?.saveData;
}

/** @param {Played} played */
const keyOf = ({ model, version }) => `${model}@${version}`;

/** Renders sounds in a worker of this page, once its WebAssembly and the player of a version are there. */
export class Renderer {
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Map<string, PlayerInfo>} of the versions whose players are there */
  #ready = new Map();
  #number = 0;
  /** @type {Map<number, {resolve: (samples: Float32Array<ArrayBuffer> | undefined) => void, reject: (error: Error) => void}>} */
  #waiting = new Map();

  /** @param {RendererAddresses | null} addresses */
  constructor(addresses = rendererAddresses()) {
    this.addresses = isAble() ? addresses : null;
  }

  /** @returns {boolean} whether this browser may render */
  get isAble() {
    return this.addresses !== null;
  }

  /** Loads the player of a version. It stays unable to render where that fails. @param {Played} played @param {PlayerInfo} player */
  async load(played, player) {
    if (!this.addresses || this.canRender(played)) return;
    const key = keyOf(played);
    await this.#ask({ load: { litert: this.addresses.litert, player, key } }).then(
      () => this.#ready.set(key, player),
      () => {},
    );
  }

  /** @param {Played} played @returns {boolean} */
  canRender(played) {
    return this.#ready.has(keyOf(played));
  }

  /**
   * @param {SoundAddress} sound of a version that it can render
   * @returns {Promise<AudioBuffer | null>} null where it fails: it then renders that version no more
   */
  async render(sound) {
    const key = keyOf(sound);
    try {
      const samples = await this.#ask({ render: { key, sound } });
      if (!samples) return null;
      const buffer = new AudioBuffer({ length: samples.length, sampleRate: RATE });
      buffer.copyToChannel(samples, 0);
      return buffer;
    } catch {
      this.#ready.delete(key);
      return null;
    }
  }

  /**
   * @param {Played} played a version that it can render @param {AudioBuffer} sample
   * @returns {Promise<Location | null>} as its encoder finds it; null where it cannot
   */
  async locate(played, sample) {
    const player = this.#ready.get(keyOf(played));
    if (!player || sample.sampleRate !== RATE) return null;
    const message = { encode: { key: keyOf(played), sample: sample.getChannelData(0).slice() } };
    const latents = await this.#ask(message).catch(() => null);
    return latents?.length ? locationOf([...latents], player) : null;
  }

  /** @param {object} message @returns {Promise<Float32Array<ArrayBuffer> | undefined>} */
  #ask(message) {
    const number = ++this.#number;
    const worker = this.#start();
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      worker.postMessage({ number, ...message });
    });
  }

  #start() {
    if (this.#worker) return this.#worker;
    this.#worker = new Worker(this.addresses?.worker ?? "");
    this.#worker.addEventListener("message", ({ data }) => this.#settle(data));
    this.#worker.addEventListener("error", () => this.#giveUp());
    return this.#worker;
  }

  /** @param {Answer} answer */
  #settle({ number, samples, error }) {
    const waiting = this.#waiting.get(number);
    this.#waiting.delete(number);
    if (error) waiting?.reject(new Error(error));
    else waiting?.resolve(samples);
  }

  /** The worker cannot run: the server renders every sound. */
  #giveUp() {
    this.addresses = null;
    this.#ready.clear();
    for (const { reject } of this.#waiting.values()) reject(new Error("The worker does not run"));
    this.#waiting.clear();
  }
}
