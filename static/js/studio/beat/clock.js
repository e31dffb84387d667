/** @import { Mixer } from "../playback/mixer.js" */

export const STEPS = 16;
const STEPS_PER_BEAT = 4;
const TICK_MS = 25;
const AHEAD_S = 0.1;
const AHEAD_HIDDEN_S = 1.5; // browsers wake a page in the background once a second
const STRAIGHT = 50;

/**
 * Counts sixteenths on the sound card's clock and announces each a little ahead, so that nothing on the page delays
 * a hit: Chris Wilson, "A tale of two clocks" (2013).
 */
export class Clock {
  #timer = 0;
  #step = 0;
  #due = 0;

  /** Beats a minute. */
  tempo = 96;
  /** Where the second sixteenth of an eighth falls, in per cent of the eighth: 50 is straight, 67 is a triplet. */
  swing = STRAIGHT;

  /** @param {Mixer} mixer @param {(step: number, when: number) => void} onStep step 0…15, when in the context's seconds */
  constructor(mixer, onStep) {
    this.mixer = mixer;
    this.onStep = onStep;
    mixer.whenRunning(() => this.running && this.#tick());
    document.addEventListener("visibilitychange", () => this.running && this.#tick());
  }

  get running() {
    return this.#timer !== 0;
  }

  start() {
    this.stop();
    this.#step = 0;
    this.#due = 0;
    this.#tick();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  #tick() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tick(), TICK_MS);
    const context = this.mixer.open();
    if (!context) return;
    const now = context.currentTime;
    this.#due ||= now + TICK_MS / 1000;
    const until = now + (document.hidden ? AHEAD_HIDDEN_S : AHEAD_S);
    while (this.#due < until) this.#announce(now);
  }

  /** @param {number} now steps that the page slept through are counted, not played */
  #announce(now) {
    const sixteenth = 60 / this.tempo / STEPS_PER_BEAT;
    const late = this.#step % 2 ? ((this.swing - STRAIGHT) / 100) * 2 * sixteenth : 0;
    if (this.#due + late >= now) this.onStep(this.#step, this.#due + late);
    this.#step = (this.#step + 1) % STEPS;
    this.#due += sixteenth;
  }
}
