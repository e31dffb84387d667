/** @import { Sound } from "./levels.js" */

/** Resampling by a windowed sine, with the pass band of the SoX resampler, by which the studio transposes. */

// fitted to the impulse response of soxr's quality HQ, to -70 dB
const [CUTOFF, BETA, REACH] = [0.95687, 8.756, 81.35];
const STEPS = 512; // of the kernel's table between two crossings

/** The modified Bessel function of order 0. @param {number} value */
function bessel(value) {
  let [sum, term] = [1, 1];
  for (let k = 1; term > 1e-12 * sum; k += 1) {
    term *= (value / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** @type {Float64Array | null} */
let table = null;

/** @returns {Float64Array} half of the kernel, `STEPS` to a sample */
function kernel() {
  table ??= Float64Array.from({ length: Math.ceil(REACH * STEPS) + 2 }, (_, i) => {
    const at = i / STEPS;
    if (at >= REACH) return 0;
    const phase = Math.PI * CUTOFF * at;
    const window = bessel(BETA * Math.sqrt(1 - (at / REACH) ** 2)) / bessel(BETA);
    return CUTOFF * (phase ? Math.sin(phase) / phase : 1) * window;
  });
  return table;
}

/**
 * @param {Sound} sound @param {number} ratio samples of the answer for each sample of the sound
 * @returns {Sound}
 */
export function resample(sound, ratio) {
  const made = new Float32Array(Math.round(sound.length * ratio));
  const scale = Math.min(1, ratio); // where the answer has fewer samples it cannot hold all frequencies
  const half = kernel();
  for (let i = 0; i < made.length; i += 1) made[i] = scale * sampleAt(sound, i / ratio, scale, half);
  return made;
}

/** @param {Sound} sound @param {number} at @param {number} scale @param {Float64Array} half */
function sampleAt(sound, at, scale, half) {
  const reach = REACH / scale;
  let sum = 0;
  const last = Math.min(sound.length - 1, Math.floor(at + reach));
  for (let k = Math.max(0, Math.ceil(at - reach)); k <= last; k += 1) {
    const step = Math.abs(at - k) * scale * STEPS;
    const index = Math.trunc(step);
    const low = /** @type {number} */ (half[index]);
    sum +=
      /** @type {number} */ (sound[k]) *
      (low + (step - index) * /** @type {number} */ (half[index + 1] - low));
  }
  return sum;
}
