/** Levels of sounds: as `sampler/audio/level.py` and `sampler/audio/fade.py`, which say why. */

export const PEAK_LEVEL = 0.95;
const BLOCK = 32;
const KNEE = 0.7;

/** @typedef {Float32Array<ArrayBuffer>} Sound */

/** @param {Sound} sound @param {number} from @param {number} [to] @returns {number} the largest magnitude from `from` on and before `to` */
export function loudest(sound, from, to = sound.length) {
  let found = 0;
  for (let i = Math.max(0, from); i < Math.min(to, sound.length); i += 1)
    found = Math.max(found, Math.abs(sound[i] ?? 0));
  return found;
}

/** @param {Sound} sound @param {number} [from] @param {number} [to] @returns {number} index of the first sample of largest magnitude in that range */
export function findPeak(sound, from = 0, to = sound.length) {
  let best = Math.max(0, from);
  for (let i = best; i < Math.min(to, sound.length); i += 1)
    if (Math.abs(sound[i] ?? 0) > Math.abs(sound[best] ?? 0)) best = i;
  return best;
}

/** Scales so that the peak has the magnitude `level`, and all others no larger one. @param {Sound} sound @param {number} peak its index @param {number} level */
export function setPeak(sound, peak, level) {
  const value = sound[peak] ?? 0;
  const scaled = sound.map((each) => clamp((each * level) / Math.abs(value), level));
  scaled[peak] = value < 0 ? -level : level;
  return scaled;
}

/** @param {number} value @param {number} limit */
export const clamp = (value, limit) => Math.min(limit, Math.max(-limit, value));

/** A smooth gain that brings every sample down to `ceiling`. @param {Sound} sound @param {number} ceiling @returns {Sound} */
export function ceilGain(sound, ceiling) {
  const needed = Array.from(
    { length: Math.ceil(sound.length / BLOCK) },
    (_, block) => ceiling / Math.max(loudest(sound, block * BLOCK, (block + 1) * BLOCK), ceiling),
  );
  const held = needed.map((_, block) => Math.min(...around(needed, block, 2)));
  // beyond the ends the need of the first and the last block goes on, and is held as well
  const [first, last] = [needed[0] ?? 1, needed.at(-1) ?? 1];
  const ends = [Math.min(first, ...needed.slice(0, 2)), Math.min(last, ...needed.slice(-2))];
  const wide = [ends[0] ?? 1, ...held, ends[1] ?? 1];
  const averaged = held.map((each, block) => ((wide[block] ?? each) + each + (wide[block + 2] ?? each)) / 3);
  return sound.map((_, i) => between(averaged, (i - BLOCK / 2) / BLOCK));
}

/** @param {number[]} values @param {number} at @param {number} reach */
const around = (values, at, reach) => values.slice(Math.max(0, at - reach), at + reach + 1);

/** @param {readonly number[]} values @param {number} at @returns {number} interpolated between neighbours; the ends go on */
export function between(values, at) {
  const within = Math.min(values.length - 1, Math.max(0, at));
  const before = Math.floor(within);
  const [low, high] = [values[before] ?? 0, values[Math.min(before + 1, values.length - 1)] ?? 0];
  return low + (within - before) * (high - low);
}

/** @param {number} value @returns {number} within `PEAK_LEVEL`: unchanged up to the knee, above it bent */
export function saturate(value) {
  const [room, size] = [PEAK_LEVEL - KNEE, Math.abs(value)];
  return size <= KNEE ? value : Math.sign(value) * (KNEE + room * Math.tanh((size - KNEE) / room));
}

/** @param {Sound} sound @param {number} count samples that rise from zero */
export const fadeIn = (sound, count) =>
  sound.map((each, i) => (i < count ? each * (0.5 - 0.5 * Math.cos((Math.PI * i) / count)) : each));

/** @param {Sound} sound @param {number} count samples that fall to zero */
export const fadeOut = (sound, count) => fadeIn(sound.toReversed(), count).reverse();
