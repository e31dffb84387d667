/** @typedef {{atS: number, ofS: number}} Hit where in a long sample the hit is that was used, and how long the sample is */

const ONE_HIT_S = 2.5; // what is longer may hold several

/**
 * The hit of a sample that the search uses: the one with the largest peak of the first channel.
 * @param {Float32Array} samples @param {number} rateHz
 * @returns {Hit | null} null for a sample that is no longer than one hit
 */
export function usedHit(samples, rateHz) {
  if (samples.length <= ONE_HIT_S * rateHz) return null;
  let [peak, level] = [0, 0];
  samples.forEach((sample, i) => {
    if (Math.abs(sample) > level) [peak, level] = [i, Math.abs(sample)];
  });
  return { atS: peak / rateHz, ofS: samples.length / rateHz };
}
