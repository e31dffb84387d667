/** @import { Sound } from "./levels.js" */
import { transform } from "./fourier.js";

/** Butterworth filters without phase, as `sampler/audio/shape.py` applies them. */

const ORDER = 2;
const ROOM = 8192; // for the filters' ringing, which would wrap around

/** @param {number} hz @param {number | null} low @param {number | null} high the cuts in Hz @returns {number} */
function gainAt(hz, low, high) {
  const above = high ? 1 / (1 + (hz / high) ** (2 * ORDER)) : 1;
  const below = low ? 1 / (1 + (low / Math.max(hz, 1e-3)) ** (2 * ORDER)) : 1;
  return Math.sqrt(above * below);
}

/**
 * @param {Sound} sound @param {{rate: number, lowcut: number | null, highcut: number | null}} cuts all in Hz
 * @returns {Sound}
 */
export function cut(sound, { rate, lowcut, highcut }) {
  const size = 2 ** (Math.floor(Math.log2(sound.length + ROOM)) + 1);
  const [re, im] = [new Float64Array(size), new Float64Array(size)];
  re.set(sound);
  transform(re, im);
  for (let bin = 0; bin < size; bin += 1) {
    const gain = gainAt((Math.min(bin, size - bin) * rate) / size, lowcut, highcut) / size;
    re[bin] = gain * /** @type {number} */ (re[bin]);
    im[bin] = -gain * /** @type {number} */ (im[bin]); // the conjugate: the forward transform then leads back
  }
  transform(re, im);
  return Float32Array.from(re.subarray(0, sound.length));
}
