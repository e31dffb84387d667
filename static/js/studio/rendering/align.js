/** @import { Sound } from "./levels.js" */
import { ceilGain, clamp, fadeIn, fadeOut, findPeak, loudest, PEAK_LEVEL, setPeak } from "./levels.js";

/** Makes a resampled or filtered sound a finished one again: as `sampler/audio/align.py`, which says why. */

export const RATE = 44_100;
export const START_FADE = 64;
export const END_FADE = 512;
const REACH_S = 0.002;
const LOCKED_LEVEL = 0.7;
const REST_CEILING = 0.999;
const FAINTEST_ONSET = 1 / 32;
const TICK = 8;
const [SPIKE_ALLOWED, SPIKE_RATIO, SPIKE_REACH, SPIKE_FADE] = [10 ** (1 / 20), 4, 24, 48];
const [TAIL_START, LOUDEST_BLOCK, ENDED_DB] = [16_384, 220, -40];
const [TAIL_S, LAST_FADE_S] = [0.05, 0.0125];
const REACH = Math.round(REACH_S * RATE);

/** @param {number} distance from -1 to 1 */
const bell = (distance) => 0.5 + 0.5 * Math.cos(Math.PI * distance);

/**
 * The finished sound: its largest sample near `peak` moves there, all others stay below it.
 * @param {Sound} raw @param {number} peak @param {boolean} norm false: the peak keeps its level, if that is lower
 * @returns {Sound}
 */
export function alignPeak(raw, peak, norm) {
  const placed = moved(raw, peak - findPeak(raw, peak - REACH, peak + REACH + 1));
  const faded = fadeEdges(fadeTail(withOnset(placed, peak)), peak);
  const sound = compressSpike(faded, peak);
  const level = Math.abs(sound[peak] ?? 0);
  return setPeak(limitRest(sound, peak), peak, norm ? PEAK_LEVEL : Math.min(PEAK_LEVEL, level));
}

/** Moves the peak back to its sample, unless a filter left so little of it that the rest would be squashed. @param {Sound} sound @param {number} peak */
export const relock = (sound, peak) =>
  loudest(sound, peak - REACH, peak + REACH + 1) <= LOCKED_LEVEL * loudest(sound, 0)
    ? sound
    : alignPeak(sound, peak, false);

/** @param {Sound} sound @param {number} shift in samples @param {number} [length] of the answer @returns {Sound} zeros where nothing moves to */
export function moved(sound, shift, length = sound.length) {
  const placed = new Float32Array(length);
  placed.set(sound.subarray(Math.max(0, -shift), Math.max(0, length - shift)), Math.max(0, shift));
  return placed;
}

/** @param {Sound} sound @param {number} peak */
function withOnset(sound, peak) {
  const value = sound[peak] ?? 0;
  const missing = Math.max(1e-6, FAINTEST_ONSET * loudest(sound, 0)) - Math.abs(value);
  if (missing <= 0) return sound;
  const tick = value < 0 ? -missing : missing;
  return sound.map((each, i) => (Math.abs(i - peak) < TICK ? each + tick * bell((i - peak) / TICK) : each));
}

/** @param {Sound} sound @param {number} peak */
export const fadeEdges = (sound, peak) =>
  fadeOut(fadeIn(sound, Math.min(START_FADE, peak)), Math.min(END_FADE, sound.length - 1 - peak));

/** @param {Sound} sound @param {number} from @param {number} to @returns {number} mean of the squares */
function power(sound, from, to) {
  let sum = 0;
  for (let i = from; i < to; i += 1) sum += (sound[i] ?? 0) ** 2;
  return sum / (to - from);
}

/** Makes a tail that has not ended fall faster and faster. @param {Sound} sound */
function fadeTail(sound) {
  const end = sound.length - Math.round(LAST_FADE_S * RATE);
  const tail = end - Math.round(TAIL_S * RATE);
  if (tail <= TAIL_START) return sound;
  let most = 1e-18;
  for (let at = 0; at + LOUDEST_BLOCK <= sound.length; at += LOUDEST_BLOCK)
    most = Math.max(most, power(sound, at, at + LOUDEST_BLOCK));
  const excessDb = 10 * Math.log10(Math.max(power(sound, tail, end) / most, 1e-18)) - ENDED_DB;
  if (excessDb <= 0) return sound;
  return sound.map((each, i) => {
    const through = Math.min(1, Math.max(0, i - TAIL_START) / (tail - TAIL_START));
    return each * 10 ** ((-excessDb / 20) * through ** 2);
  });
}

/** @param {Sound} sound @param {number} peak */
function compressSpike(sound, peak) {
  const level = Math.abs(sound[peak] ?? 0);
  const rest = Math.max(loudest(sound, 0, peak - SPIKE_REACH), loudest(sound, peak + SPIKE_REACH + 1));
  const excess = level / Math.max(SPIKE_ALLOWED * rest, 1e-3 * level);
  if (excess <= 1) return sound;
  const reduction = 1 - excess ** (1 / SPIKE_RATIO - 1);
  return sound.map((each, i) =>
    Math.abs(i - peak) <= SPIKE_FADE ? each * (1 - bell((i - peak) / SPIKE_FADE) * reduction) : each,
  );
}

/** @param {Sound} sound @param {number} peak */
function limitRest(sound, peak) {
  const value = sound[peak] ?? 0;
  const rest = sound.slice();
  rest[peak] = 0;
  const ceiling = Math.abs(value) * REST_CEILING;
  if (loudest(rest, 0) <= ceiling) return sound;
  const gain = ceilGain(rest, ceiling);
  const limited = rest.map((each, i) => clamp(each * (gain[i] ?? 1), ceiling));
  limited[peak] = value;
  return limited;
}
