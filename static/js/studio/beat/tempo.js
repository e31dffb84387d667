import { byId } from "../../shared/dom.js";

const SLOWEST = 40;
const FASTEST = 240;
const FORGOTTEN_MS = 2000; // a pause this long begins a new count
const TAPS = 5; // the newest four gaps make the tempo

/** @param {number} tempo @returns {number} within what the field takes */
export const playable = (tempo) => Math.min(FASTEST, Math.max(SLOWEST, Math.round(tempo)));

/** Beats a minute: typed, or tapped by hand. */
export class Tempo {
  #field = byId("tempo", HTMLInputElement);
  /** @type {number[]} */
  #taps = [];

  /** @param {(tempo: number) => void} onTempo */
  constructor(onTempo) {
    this.onTempo = onTempo;
    this.#field.addEventListener("change", () => this.#typed());
    byId("tap", HTMLButtonElement).addEventListener("click", (event) => this.#tap(event.timeStamp));
  }

  /** @param {number} tempo */
  show(tempo) {
    this.#field.value = String(tempo);
  }

  #typed() {
    const typed = this.#field.valueAsNumber;
    if (Number.isFinite(typed)) this.onTempo(playable(typed));
    else this.#field.value = this.#field.defaultValue;
  }

  /** @param {number} now in ms */
  #tap(now) {
    if (now - (this.#taps.at(-1) ?? now) > FORGOTTEN_MS) this.#taps = [];
    this.#taps = [...this.#taps, now].slice(-TAPS);
    const gaps = this.#taps.length - 1;
    if (gaps > 0) this.onTempo(playable((60_000 * gaps) / (now - (this.#taps[0] ?? now))));
  }
}
