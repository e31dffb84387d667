/**
 * Numbers in 0…1, the same in every run: mulberry32 by Tommy Ettinger.
 * @param {number} seed
 * @returns {() => number}
 */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * @param {number} length
 * @param {(turn: number) => number} value
 * @returns {Float32Array<ArrayBuffer>}
 */
export const samplesOf = (length, value) => Float32Array.from({ length }, (_, turn) => value(turn));

/** @param {number} length @param {number} seed @returns {Float32Array<ArrayBuffer>} noise in -1…1 */
export function noise(length, seed) {
  const next = seeded(seed);
  return samplesOf(length, () => 2 * next() - 1);
}
