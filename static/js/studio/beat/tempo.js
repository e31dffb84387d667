const SLOWEST = 40;
const FASTEST = 240;
const FORGOTTEN_MS = 2000; // a pause this long begins a new count
const TAPS = 5; // the newest four gaps make the tempo

/** @param {number} tempo @returns {number} within what the field takes */
export const playable = (tempo) => Math.min(FASTEST, Math.max(SLOWEST, Math.round(tempo)));

/** The tempo of a hand that taps. */
export class Taps {
  /** @type {number[]} */
  #times = [];

  /** @param {number} now in ms @returns {number | null} beats a minute; null for the first tap */
  tap(now) {
    if (now - (this.#times.at(-1) ?? now) > FORGOTTEN_MS) this.#times = [];
    this.#times = [...this.#times, now].slice(-TAPS);
    const gaps = this.#times.length - 1;
    return gaps > 0 ? playable((60_000 * gaps) / (now - (this.#times[0] ?? now))) : null;
  }
}
