/** @param {Float32Array} samples @returns {number} index of the sample farthest from zero */
export function peakIndex(samples) {
  let best = 0;
  for (let i = 0; i < samples.length; i += 1)
    if (Math.abs(samples[i] ?? 0) > Math.abs(samples[best] ?? 0)) best = i;
  return best;
}

/**
 * A recording laid over the sound made of it: its peak under the other's, as loud there and of the same sign,
 * since the model turns every sound peak upwards.
 * @param {Float32Array} own
 * @param {Float32Array} made
 * @returns {Float32Array<ArrayBuffer>} as long as `made`
 */
export function laidOver(own, made) {
  const [from, to] = [peakIndex(own), peakIndex(made)];
  const gain = (made[to] ?? 0) / (own[from] || 1);
  return Float32Array.from(made, (_, i) => gain * (own[i - to + from] ?? 0));
}
