/** @import { Mixer } from "../playback/mixer.js" */
import { Schedule } from "./schedule.js";

const TICK_MS = 25;
const AHEAD_S = 0.1;
const AHEAD_HIDDEN_S = 1.5; // browsers wake a page in the background once a second

/**
 * Counts sixteenths on the sound card's clock and announces each a little ahead, so that nothing on the page delays
 * a hit: Chris Wilson, "A tale of two clocks" (2013).
 */
export class Clock {
  #timer = 0;
  #started = false; // whether the first step is due at a known time

  /** Its tempo and swing may change at any time. */
  schedule = new Schedule();

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
    this.#started = false;
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
    if (!this.#started) this.schedule.start(now + TICK_MS / 1000);
    this.#started = true;
    const until = now + (document.hidden ? AHEAD_HIDDEN_S : AHEAD_S);
    for (const { step, when } of this.schedule.upTo(now, until)) this.onStep(step, when);
  }
}
