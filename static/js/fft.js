/**
 * Radix-2 fast Fourier transform in place (Cooley and Tukey, 1965).
 * @param {Float32Array} re length a power of two
 * @param {Float32Array} im
 */
export function fft(re, im) {
  const size = re.length;
  for (let i = 1, j = 0; i < size; i += 1) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      swap(re, i, j);
      swap(im, i, j);
    }
  }
  for (let span = 2; span <= size; span *= 2) butterflies(re, im, span);
}

/** @param {Float32Array} values @param {number} i @param {number} j */
function swap(values, i, j) {
  const kept = values[i] ?? 0;
  values[i] = values[j] ?? 0;
  values[j] = kept;
}

/** @param {Float32Array} re @param {Float32Array} im @param {number} span */
function butterflies(re, im, span) {
  const half = span / 2;
  for (let k = 0; k < half; k += 1) {
    const angle = (-2 * Math.PI * k) / span;
    const [wr, wi] = [Math.cos(angle), Math.sin(angle)];
    for (let top = k; top < re.length; top += span) {
      const low = top + half;
      const [ar, ai, br, bi] = [re[top] ?? 0, im[top] ?? 0, re[low] ?? 0, im[low] ?? 0];
      const [tr, ti] = [br * wr - bi * wi, br * wi + bi * wr];
      re[top] = ar + tr;
      im[top] = ai + ti;
      re[low] = ar - tr;
      im[low] = ai - ti;
    }
  }
}
