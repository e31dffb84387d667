const SMOOTH_S = 0.02; // a change of level: no click, no lag
const PATIENCE_MS = 700; // a browser that lets us sound does so sooner

/** The way of every sound to the loudspeaker: one context and one level, nothing that colours the sound. */
export class Mixer {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {GainNode | null} */
  #output = null;
  #gain = 1;
  #patience = 0;
  #blocked = false;
  /** @type {Set<() => void>} */
  #running = new Set();

  /** @type {(blocked: boolean) => void} called when the browser blocks sound, and when it allows it again */
  onBlocked = () => {};

  /**
   * Wakes the context where the browser allows it: after a first gesture.
   * @returns {AudioContext | null} null while nothing can sound
   */
  open() {
    if (navigator.userActivation && !navigator.userActivation.hasBeenActive) return null;
    const context = this.#make();
    if (!context || context.state === "running") return context;
    context.resume().catch(() => {}); // the state shows whether it worked
    this.#patience ||= setTimeout(() => this.#judge(), PATIENCE_MS);
    return null;
  }

  /** Whether the browser has been asked and may still say yes. */
  get waking() {
    return Boolean(this.#context) && !this.#blocked;
  }

  /** Where sounds are connected to; only after `open` gave a context. @returns {GainNode} */
  get output() {
    if (!this.#output) throw new TypeError("The mixer is not open");
    return this.#output;
  }

  /** @param {() => void} listener called each time that sound becomes possible */
  whenRunning(listener) {
    this.#running.add(listener);
  }

  /** @param {number} level 0…1, as the hand sets it @param {boolean} muted */
  set(level, muted) {
    this.#gain = muted ? 0 : level ** 2; // equal steps of the hand sound about equally large
    if (!this.#output) return;
    const { gain, context } = this.#output;
    // a line, not a curve: Chromium takes up a curve that fell into silence at the next hit, as if no time had passed
    gain.cancelScheduledValues(context.currentTime);
    gain.setValueAtTime(gain.value, context.currentTime);
    gain.linearRampToValueAtTime(this.#gain, context.currentTime + SMOOTH_S);
  }

  /** @returns {AudioContext | null} */
  #make() {
    if (this.#context) return this.#context;
    try {
      this.#context = new AudioContext({ latencyHint: "interactive" });
    } catch {
      this.#report(true);
      return null;
    }
    this.#output = new GainNode(this.#context, { gain: this.#gain });
    this.#output.connect(this.#context.destination);
    this.#context.addEventListener("statechange", () => this.#changed());
    return this.#context;
  }

  #changed() {
    if (this.#context?.state !== "running") return;
    clearTimeout(this.#patience);
    this.#patience = 0;
    this.#report(false);
    for (const listener of this.#running) listener();
  }

  #judge() {
    this.#patience = 0;
    if (this.#context?.state !== "running") this.#report(true);
  }

  /** @param {boolean} blocked */
  #report(blocked) {
    this.#blocked = blocked;
    this.onBlocked(blocked);
  }
}
