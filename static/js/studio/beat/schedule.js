export const STEPS = 16;
const STEPS_PER_BEAT = 4;
const STRAIGHT = 50;

/** @typedef {{step: number, when: number}} Due step 0…15, when in the seconds of the sound card's clock */

/** Counts sixteenths on a clock. */
export class Schedule {
  #step = 0;
  #due = 0;

  /** Beats a minute. */
  tempo = 96;
  /** Where the second sixteenth of an eighth falls, in per cent of the eighth: 50 is straight, 67 is a triplet. */
  swing = STRAIGHT;

  /** @param {number} first when the first step is due, in seconds */
  start(first) {
    this.#step = 0;
    this.#due = first;
  }

  /**
   * Counts on. Steps that the page slept through are counted, not played.
   * @param {number} now in seconds @param {number} until in seconds @returns {Due[]} what is played, in order
   */
  upTo(now, until) {
    const due = [];
    while (this.#due < until) {
      const when = this.#due + this.#swung();
      if (when >= now) due.push({ step: this.#step, when });
      this.#step = (this.#step + 1) % STEPS;
      this.#due += this.#sixteenth;
    }
    return due;
  }

  get #sixteenth() {
    return 60 / this.tempo / STEPS_PER_BEAT;
  }

  /** @returns {number} seconds by which this step comes late */
  #swung() {
    return this.#step % 2 ? ((this.swing - STRAIGHT) / 100) * 2 * this.#sixteenth : 0;
  }
}
