/** @import { Mixer } from "./mixer.js" */
import { Channel } from "./channel.js";

const SHORTEST_GAP_S = 0.09; // hits while the hand moves: a roll, not a buzz
const VELOCITY_CURVE = 1.5; // from the hardest to the softest of nine hits: 29 dB

/** @param {number} velocity 0…1 @returns {number} */
export const toGain = (velocity) => velocity ** VELOCITY_CURVE;

/** Plays the current sound: when the hand moves, on a hit, or when a running clock says so. */
export class Player {
  /** @type {Channel | null} */
  #channel = null;
  /** @type {AudioBuffer | null} */
  #sound = null;
  #lastHit = -1;
  #followTimer = 0;
  #owed = 0; // velocity of a hit that the browser did not let us play yet, or whose sound is still on its way

  /** While a clock runs, the hand's moves wait for its next hit. */
  clocked = false;
  /** Gain of every hit: less while other drums play along. */
  share = 1;

  /** @param {Mixer} mixer @param {(sound: AudioBuffer) => void} onHit called when the sound is heard */
  constructor(mixer, onHit) {
    this.mixer = mixer;
    this.onHit = onHit;
    mixer.whenRunning(() => this.#settle());
  }

  /** Call on every gesture: browsers let nothing sound before one. What was owed until then is played. */
  wake() {
    if (this.mixer.open()) this.#settle();
  }

  /** @param {AudioBuffer} sound what the next hit plays, those that a clock has announced already included */
  load(sound) {
    this.#sound = sound;
    this.#channel?.swap(sound);
    queueMicrotask(() => this.#settle()); // unless the hand's move plays it first
  }

  /** Play now. @param {number} [velocity] 0…1 */
  hit(velocity = 1) {
    clearTimeout(this.#followTimer);
    const context = this.mixer.open();
    this.#owed = context && this.#sound ? 0 : velocity;
    if (context) this.strike(context.currentTime, velocity);
  }

  /**
   * Play soon: at once when the last hit is long enough ago, else as soon as it is.
   * @returns {boolean} false while the browser waits for a gesture
   */
  follow() {
    const context = this.mixer.open();
    this.#owed = context ? 0 : 1;
    if (!context || this.clocked) return Boolean(context) || this.mixer.waking;
    clearTimeout(this.#followTimer);
    const wait = this.#lastHit + SHORTEST_GAP_S - context.currentTime;
    if (this.#lastHit < 0 || wait <= 0) this.strike(context.currentTime);
    else this.#followTimer = setTimeout(() => this.follow(), wait * 1000);
    return true;
  }

  /** @param {number} when in the context's seconds @param {number} [velocity] 0…1 */
  strike(when, velocity = 1) {
    const context = this.mixer.open();
    if (!this.#sound || !context) return;
    this.#channel ??= new Channel(context, this.mixer.output);
    this.#channel.strike(this.#sound, when, this.share * toGain(velocity));
    this.#lastHit = when;
    const sound = this.#sound;
    if (when > context.currentTime) setTimeout(() => this.onHit(sound), 1000 * (when - context.currentTime));
    else this.onHit(sound);
  }

  #settle() {
    if (this.#owed) this.hit(this.#owed);
  }

  /** Forgets the hits that a clock has announced. */
  cancel() {
    this.#channel?.cancel();
  }
}
