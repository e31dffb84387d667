const RELEASE_S = 0.006; // shorter than the 10 ms before a new sound's peak, long enough not to click

/** @typedef {{source: AudioBufferSourceNode, level: GainNode, gain: number, start: number, end: number}} Voice times in the context's seconds */

/** Plays one sound at a time; a new hit lets the one before go with a short ramp. Hits may lie in the future, in any order. */
export class Channel {
  /** @type {Voice[]} by start */
  #voices = [];

  /** @param {BaseAudioContext} context @param {AudioNode} output */
  constructor(context, output) {
    this.context = context;
    this.output = output;
  }

  /** @param {AudioBuffer} sound @param {number} when in the context's seconds @param {number} [gain] 0…1 */
  strike(sound, when, gain = 1) {
    const level = new GainNode(this.context, { gain });
    level.connect(this.output);
    const voice = { source: this.#source(sound, level), level, gain, start: when, end: Infinity };
    voice.source.start(when);
    for (const other of this.#voices) if (other.start <= when && other.end > when) this.#release(other, when);
    const next = this.#voices.find(({ start }) => start > when);
    if (next) this.#release(voice, next.start);
    this.#voices = [...this.#voices.filter(({ end }) => end > this.context.currentTime), voice].toSorted(
      (a, b) => a.start - b.start,
    );
  }

  /** What has not begun yet plays this sound instead, at the same time. @param {AudioBuffer} sound */
  swap(sound) {
    for (const voice of this.#voices) {
      if (voice.start <= this.context.currentTime || voice.source.buffer === sound) continue;
      voice.source.disconnect();
      voice.source = this.#source(sound, voice.level);
      voice.source.start(voice.start);
      if (voice.end < Infinity) voice.source.stop(voice.end + RELEASE_S);
    }
  }

  /** Forgets what has not begun yet; what sounds may ring out. */
  cancel() {
    const now = this.context.currentTime;
    for (const voice of this.#voices) {
      if (voice.start > now) voice.level.disconnect();
      else if (voice.end > now) this.#hold(voice, now);
    }
    this.#voices = this.#voices.filter(({ start }) => start <= now);
  }

  /** @param {AudioBuffer} buffer @param {GainNode} level */
  #source(buffer, level) {
    const source = new AudioBufferSourceNode(this.context, { buffer });
    source.connect(level);
    return source;
  }

  /** @param {Voice} voice @param {number} when */
  #release(voice, when) {
    voice.end = when;
    voice.level.gain.cancelScheduledValues(when);
    voice.level.gain.setValueAtTime(voice.gain, when);
    voice.level.gain.linearRampToValueAtTime(0, when + RELEASE_S);
    voice.source.stop(when + RELEASE_S);
  }

  /** @param {Voice} voice @param {number} now */
  #hold(voice, now) {
    if (voice.end === Infinity) return;
    voice.end = Infinity;
    voice.level.gain.cancelScheduledValues(now);
    voice.source.stop(now + (voice.source.buffer?.duration ?? 0)); // the last word counts, and this one is never heard
  }
}
