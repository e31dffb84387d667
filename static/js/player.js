const RELEASE_S = 0.006; // shorter than the 10 ms before a new sound's peak, long enough not to click
const SHORTEST_GAP_S = 0.09; // hits while the hand moves: a roll, not a buzz
const SHORTEST_LOOP_S = 0.5;
const LOOKAHEAD_S = 0.05;

/** Plays one sound at a time; a new hit lets the one before go with a short ramp. */
export class Player {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {{source: AudioBufferSourceNode, level: GainNode} | null} */
  #voice = null;
  /** @type {AudioBuffer | null} */
  #sound = null;
  #lastHit = -1;
  #followTimer = 0;
  #loopTimer = 0;
  #looping = false;
  #owed = false; // a sound that the browser did not let us play yet

  /** @param {(sound: AudioBuffer) => void} onHit */
  constructor(onHit) {
    this.onHit = onHit;
  }

  get looping() {
    return this.#looping;
  }

  /** Call on every gesture: browsers let nothing sound before one. What was owed until then is played. */
  wake() {
    if (this.#open() && this.#owed) this.hit();
  }

  /** @param {AudioBuffer} sound what the next hit or turn of the loop plays */
  load(sound) {
    this.#sound = sound;
  }

  /** Play now. */
  hit() {
    clearTimeout(this.#followTimer);
    const context = this.#open();
    if (context) this.#strike(context, context.currentTime);
    if (this.#looping) this.#turnLater();
  }

  /**
   * Play soon: at once when the last hit is long enough ago, else as soon as it is.
   * @returns {boolean} false while the browser waits for a first gesture
   */
  follow() {
    const context = this.#open();
    this.#owed = !context;
    if (!context || this.#looping) return Boolean(context);
    clearTimeout(this.#followTimer);
    const wait = this.#lastHit + SHORTEST_GAP_S - context.currentTime;
    if (this.#lastHit < 0 || wait <= 0) this.#strike(context, context.currentTime);
    else this.#followTimer = setTimeout(() => this.follow(), wait * 1000);
    return true;
  }

  /** @param {boolean} on */
  loop(on) {
    this.#looping = on;
    clearTimeout(this.#loopTimer);
    if (on) this.hit();
  }

  /** @returns {AudioContext | null} */
  #open() {
    if (navigator.userActivation && !navigator.userActivation.hasBeenActive) return null;
    this.#context ??= new AudioContext({ latencyHint: "interactive" });
    if (this.#context.state === "suspended") void this.#context.resume();
    return this.#context;
  }

  #turnLater() {
    const context = this.#context;
    if (!context || !this.#sound) return;
    clearTimeout(this.#loopTimer);
    const due = this.#lastHit + Math.max(this.#sound.duration, SHORTEST_LOOP_S);
    const wait = Math.max(0, due - context.currentTime - LOOKAHEAD_S);
    this.#loopTimer = setTimeout(() => {
      this.#strike(context, Math.max(due, context.currentTime));
      this.#turnLater();
    }, wait * 1000);
  }

  /** @param {AudioContext} context @param {number} when in the context's seconds */
  #strike(context, when) {
    if (!this.#sound) return;
    this.#owed = false;
    this.#release(when);
    const source = new AudioBufferSourceNode(context, { buffer: this.#sound });
    const level = new GainNode(context);
    source.connect(level).connect(context.destination);
    source.start(when);
    this.#voice = { source, level };
    this.#lastHit = when;
    this.onHit(this.#sound);
  }

  /** @param {number} when */
  #release(when) {
    if (!this.#voice) return;
    const { source, level } = this.#voice;
    level.gain.setValueAtTime(1, when);
    level.gain.linearRampToValueAtTime(0, when + RELEASE_S);
    source.stop(when + RELEASE_S);
  }
}
