import { roundHalfEven } from "./rounding.js";

const PCM = 1;
const IEEE_FLOAT = 3;

/** Noise of two steps with a triangular density, the same for every file (Lipshitz, Wannamaker and Vanderkooy, 1992). */
function ditherer() {
  let state = 20_441;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return () => next() - next();
}

/**
 * @param {DataView} view @param {number} at @param {Float32Array} samples @param {number} bits 16, 24, or 32 for floats
 */
function writeSamples(view, at, samples, bits) {
  const full = 2 ** (bits - 1);
  const dither = bits === 16 ? ditherer() : () => 0;
  /** @param {number} sample @param {number} i */
  const write = (sample, i) => {
    if (bits === 32) return view.setFloat32(at + 4 * i, sample, true);
    const step = Math.max(-full, Math.min(full - 1, roundHalfEven(sample * full + (sample && dither()))));
    if (bits === 16) return view.setInt16(at + 2 * i, step, true);
    view.setUint16(at + 3 * i, step & 0xffff, true);
    view.setInt8(at + 3 * i + 2, step >> 16);
  };
  for (const [i, sample] of samples.entries()) write(sample, i);
}

/**
 * A mono WAV file, laid out as the studio's own (`sampler/audio/write.py`).
 * @param {Float32Array} samples in [-1, 1]
 * @param {number} rate in Hz
 * @param {number} bits 16 or 24 for whole numbers, 32 for floats
 * @returns {Blob}
 */
export function encodeWav(samples, rate, bits) {
  const bytes = bits / 8;
  const size = bytes * samples.length;
  const head = bits === 32 ? 58 : 44;
  const view = new DataView(new ArrayBuffer(head + size + (size % 2)));
  let at = 0;
  /** @param {string} name */
  const name = (name) => {
    for (const sign of name) view.setUint8(at++, sign.charCodeAt(0));
  };
  /** @param {16 | 32} width @param {...number} values */
  const numbers = (width, ...values) => {
    for (const value of values) {
      if (width === 16) view.setUint16(at, value, true);
      else view.setUint32(at, value, true);
      at += width / 8;
    }
  };
  name("RIFF");
  numbers(32, view.byteLength - 8);
  name("WAVEfmt ");
  numbers(32, bits === 32 ? 18 : 16);
  numbers(16, bits === 32 ? IEEE_FLOAT : PCM, 1);
  numbers(32, rate, rate * bytes);
  numbers(16, bytes, bits);
  if (bits === 32) {
    numbers(16, 0);
    name("fact");
    numbers(32, 4, samples.length);
  }
  name("data");
  numbers(32, size);
  writeSamples(view, head, samples, bits);
  return new Blob([view], { type: "audio/wav" });
}
