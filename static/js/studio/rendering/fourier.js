/** The discrete Fourier transform. */

/** In place, forward; radix 2 after Cooley and Tukey (1965). @param {Float64Array} re @param {Float64Array} im of a length that is a power of two */
export function transform(re, im) {
  reorder(re, im);
  for (let size = 2; size <= re.length; size *= 2) {
    const half = size / 2;
    for (let k = 0; k < half; k += 1) {
      const [cos, sin] = [Math.cos((2 * Math.PI * k) / size), -Math.sin((2 * Math.PI * k) / size)];
      for (let low = k; low < re.length; low += size) butterfly(re, im, low, low + half, cos, sin);
    }
  }
}

/** @param {Float64Array} re @param {Float64Array} im @param {number} low @param {number} high @param {number} cos @param {number} sin */
function butterfly(re, im, low, high, cos, sin) {
  const [a, b] = [/** @type {number} */ (re[high]), /** @type {number} */ (im[high])];
  const [turnedRe, turnedIm] = [a * cos - b * sin, a * sin + b * cos];
  const [c, d] = [/** @type {number} */ (re[low]), /** @type {number} */ (im[low])];
  re[high] = c - turnedRe;
  im[high] = d - turnedIm;
  re[low] = c + turnedRe;
  im[low] = d + turnedIm;
}

/** By reversed binary digits. @param {Float64Array} re @param {Float64Array} im */
function reorder(re, im) {
  for (let i = 1, j = 0; i < re.length; i += 1) {
    let bit = re.length >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    [re[i], re[j]] = [/** @type {number} */ (re[j]), /** @type {number} */ (re[i])];
    [im[i], im[j]] = [/** @type {number} */ (im[j]), /** @type {number} */ (im[i])];
  }
}
