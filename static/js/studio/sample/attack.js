/** @import { State } from "../store.js" */
import { fetchBytes, soundUrl } from "../../shared/api.js";
import { byId } from "../../shared/dom.js";
import { encodeWav } from "../../shared/wav.js";
import { fileName } from "../filename.js";
import { optionNamed } from "../options.js";
import { keepAttack } from "./crossfade.js";

const REST_MS = 300; // a file is made when the hand rests, or at once when it is asked for

/** The attack of the user's own sample on the body that the model makes: a switch, the split, and the file of both. */
export class Attack {
  #row = byId("attack-row", HTMLElement);
  #button = byId("attack", HTMLButtonElement);
  #split = byId("split", HTMLInputElement);
  #output = byId("split-value", HTMLOutputElement);
  #link = byId("download", HTMLAnchorElement);
  /** @type {File | null} */
  #file = null;
  /** @type {State | null} */
  #state = null;
  #url = "";
  #timer = 0;
  #changes = 0; // a mix for a state or a split of before is void

  /** @param {() => void} onChange @param {(error: unknown, retry: () => void) => void} onError */
  constructor(onChange, onError) {
    this.onChange = onChange;
    this.onError = onError;
    this.#button.addEventListener("click", () => this.#turn(!this.on));
    this.#split.addEventListener("input", () => {
      this.#show();
      onChange();
    });
    this.#link.addEventListener("click", (event) => this.#take(event));
    this.#show();
  }

  get on() {
    return this.#button.getAttribute("aria-pressed") === "true";
  }

  /** @param {File | null} file that this browser can read; null where there is none */
  setFile(file) {
    this.#file = file;
    this.#row.hidden = !file;
    if (!file) this.#button.setAttribute("aria-pressed", "false");
    this.#show();
  }

  /**
   * What is heard: the body as it was made, or with the original's attack.
   * @param {AudioBuffer | null} own @param {AudioBuffer} made of the same rate
   * @returns {AudioBuffer}
   */
  mix(own, made) {
    if (!this.on || !own) return made;
    const { length, sampleRate } = made;
    const mixed = new AudioBuffer({ length, sampleRate });
    mixed.copyToChannel(
      keepAttack(own.getChannelData(0), made.getChannelData(0), this.#splitS, sampleRate),
      0,
    );
    return mixed;
  }

  /** Has the download follow: a link to the sound, or the mixed file once the hand rests. @param {State} state */
  follow(state) {
    this.#state = state;
    this.#changes += 1;
    clearTimeout(this.#timer);
    URL.revokeObjectURL(this.#url);
    this.#url = "";
    this.#link.href = soundUrl(state);
    this.#link.download = fileName(state);
    if (this.on) this.#timer = setTimeout(() => void this.#offer().catch(() => {}), REST_MS); // a click tries again, and tells
  }

  get #splitS() {
    return this.#split.valueAsNumber / 1000;
  }

  /** @param {boolean} on */
  #turn(on) {
    this.#button.setAttribute("aria-pressed", String(on));
    this.#show();
    this.onChange();
  }

  #show() {
    const { min, max, valueAsNumber: milliseconds } = this.#split;
    this.#split.style.setProperty(
      "--fill",
      `${(100 * (milliseconds - Number(min))) / (Number(max) - Number(min))}%`,
    );
    this.#split.disabled = !this.on;
    this.#output.textContent = `${milliseconds} ms`;
    this.#split.setAttribute("aria-valuetext", `${milliseconds} milliseconds of your attack`);
    byId("attack-note", HTMLElement).hidden = !this.on;
  }

  /** @param {Event} event */
  #take(event) {
    if (!this.on || this.#url) return;
    event.preventDefault();
    const retry = () =>
      void this.#offer().then(
        () => this.#link.click(),
        (error) => this.onError(error, retry),
      );
    retry();
  }

  /** Puts the mixed file where the link leads to. */
  async #offer() {
    const [state, changes] = [this.#state, this.#changes];
    if (!state || !this.#file || this.#url) return;
    const file = await mixedFile(state, this.#file, this.#splitS);
    if (changes !== this.#changes || this.#url || !this.on) return;
    this.#url = URL.createObjectURL(file);
    this.#link.href = this.#url;
    this.#link.download = fileName(state).replace(/\.wav$/, "-my-attack.wav");
  }
}

/** @returns {{bits: string, rate: string}} what a file is unless something else was chosen */
const usualFile = () => ({
  bits: optionNamed("bits").default ?? "",
  rate: optionNamed("rate").default ?? "",
});

/**
 * The same mix as heard, made anew from both files at the rate and width that were chosen.
 * @param {State} state @param {File} file @param {number} splitS
 * @returns {Promise<Blob>} a WAV
 */
async function mixedFile(state, file, splitS) {
  const { bits, rate } = { ...usualFile(), ...state.options };
  const decoder = new OfflineAudioContext(1, 1, Number(rate));
  const exact = soundUrl({ ...state, options: { ...state.options, bits: "32" } });
  const sources = await Promise.all([file.arrayBuffer(), fetchBytes(exact)]);
  const [own, made] = await Promise.all(
    sources.map(async (bytes) => (await decoder.decodeAudioData(bytes)).getChannelData(0)),
  );
  return encodeWav(
    keepAttack(own ?? new Float32Array(), made ?? new Float32Array(), splitS, Number(rate)),
    Number(rate),
    Number(bits),
  );
}
