/** @import { State } from "../state/state.js" */
import { rounded, soundUrl } from "../address.js";
import { landmarkAhead } from "../map/shown.js";
import { STEP } from "../map/sliders.js";
import { detailOf, locationOf } from "../state/travel.js";
import { fetchSound, isHere } from "./sounds.js";

const REST_MS = 300;
const SLOW_MS = 250; // a studio that takes longer for one sound is left alone

/** @param {number} value */
const clamp = (value) => rounded(Math.min(1, Math.max(0, value)));

/**
 * What a key press may ask for next: one step to each side, and the landmark that the walk leads to.
 * @param {State} state
 * @returns {string[]} addresses of sounds that are not here yet
 */
export function neighbours(state) {
  const { x, y } = state.sound;
  const [detail, landmark] = [detailOf(state.character), landmarkAhead(state)];
  const steps = [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ].map(([across = 0, up = 0]) => ({ x: clamp(x + STEP * across), y: clamp(y + STEP * up), detail }));
  const locations = landmark ? [...steps, locationOf(state, landmark)] : steps;
  const urls = locations.map((location) => soundUrl({ ...state.sound, ...location }));
  return [...new Set(urls)].filter((url) => !isHere(url));
}

/** @returns {boolean} whether the page is visible, and the connection neither slow nor saving data */
function isWelcome() {
  const { connection } =
    /** @type {Navigator & {connection?: {saveData?: boolean, effectiveType?: string}}} */ (navigator);
  return !document.hidden && !connection?.saveData && !connection?.effectiveType?.includes("2g");
}

/** Fetches the neighbours of a location once the hand rests there, one after another, and stops for any other request. */
export class Prefetch {
  #timer = 0;
  #turn = 0; // another one makes way for what was asked for
  #flight = new AbortController();
  #url = "";

  /** @param {() => string[]} wanted the neighbours of the location where the hand rests */
  constructor(wanted) {
    this.wanted = wanted;
    document.addEventListener("visibilitychange", () => document.hidden && this.stop());
  }

  /** A sound was asked for: nothing else is on its way now, unless it is that very sound. @param {string} [url] */
  stop(url) {
    clearTimeout(this.#timer);
    this.#turn += 1;
    if (url && url === this.#url)
      this.#flight = new AbortController(); // the request itself belongs to the new caller now
    else this.#flight.abort();
    this.#url = "";
  }

  /** The sound that was asked for is there. @param {number} tookMs */
  rest(tookMs) {
    this.stop();
    if (tookMs < SLOW_MS) this.#timer = setTimeout(() => void this.#fetchAll(), REST_MS);
  }

  async #fetchAll() {
    const turn = this.#turn;
    for (const url of this.wanted()) {
      if (!isWelcome()) return;
      this.#flight = new AbortController();
      this.#url = url;
      const begun = performance.now();
      const sound = await fetchSound(url, { signal: this.#flight.signal, priority: "low" }).catch(() => null); // a neighbour was not asked for
      if (!sound || turn !== this.#turn || performance.now() - begun > SLOW_MS) return;
      this.#url = "";
    }
  }
}
