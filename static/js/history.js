/** @import { State } from "./store.js" */
import { soundUrl } from "./api.js";
import { themeColour } from "./colour.js";
import { byId, fitCanvas, make, repaintWith } from "./dom.js";
import { outline, paintOutline } from "./waveform.js";

const KEPT = 24;
const REST_MS = 600; // places passed on the way are not worth remembering

/** What was heard, as small waveforms that lead back. */
export class History {
  #strip = byId("history", HTMLElement);
  #timer = 0;

  /** @param {(state: State) => void} onReturn */
  constructor(onReturn) {
    this.onReturn = onReturn;
  }

  /** @param {State} state @param {AudioBuffer} sound */
  heard(state, sound) {
    clearTimeout(this.#timer);
    const url = soundUrl(state);
    this.#mark(url);
    this.#timer = setTimeout(() => this.#keep(state, sound, url), REST_MS);
  }

  /** @param {State} state @param {AudioBuffer} sound @param {string} url */
  #keep(state, sound, url) {
    if (![...this.#strip.children].some((entry) => entry instanceof HTMLElement && entry.dataset.url === url)) {
      this.#strip.prepend(this.#entry(state, sound, url));
      [...this.#strip.children].slice(KEPT).forEach((entry) => entry.remove());
    }
    this.#mark(url);
  }

  /** @param {State} state @param {AudioBuffer} sound @param {string} url */
  #entry(state, sound, url) {
    const canvas = make("canvas");
    const label = `Back to ${state.model} at ${state.x.toFixed(2)}, ${state.y.toFixed(2)}`;
    const entry = make("button", { type: "button", "aria-label": label, click: () => this.onReturn(state) }, canvas);
    entry.dataset.url = url;
    const peaks = outline(sound.getChannelData(0), 0, sound.length, 64);
    repaintWith(canvas, () => {
      const fitted = fitCanvas(canvas);
      if (fitted) paintOutline(fitted.draw, peaks, fitted.width, fitted.height, themeColour(canvas, "--quiet"));
    });
    return entry;
  }

  /** @param {string} url */
  #mark(url) {
    for (const entry of this.#strip.children) {
      entry.setAttribute("aria-current", String(entry instanceof HTMLElement && entry.dataset.url === url));
    }
  }
}
