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

/** Writes one thing after another, numbers with their low byte first. */
class Writer {
  #at = 0;

  /** @param {number} size in bytes */
  constructor(size) {
    this.view = new DataView(new ArrayBuffer(size));
  }

  get at() {
    return this.#at;
  }

  /** @param {string} name of a chunk or of a form */
  name(name) {
    for (const letter of name) this.view.setUint8(this.#at++, letter.charCodeAt(0));
  }

  /** @param {...number} values of 16 bits */
  shorts(...values) {
    for (const value of values) {
      this.view.setUint16(this.#at, value, true);
      this.#at += 2;
    }
  }

  /** @param {...number} values of 32 bits */
  longs(...values) {
    for (const value of values) {
      this.view.setUint32(this.#at, value, true);
      this.#at += 4;
    }
  }
}

/**
 * A mono WAV file, laid out as the studio's own (`sampler/audio/write.py`).
 * @param {Float32Array} samples in [-1, 1]
 * @param {number} rate in Hz
 * @param {number} bits 16 or 24 for whole numbers, 32 for floats
 * @returns {Blob}
 */
export function encodeWav(samples, rate, bits) {
  const size = (bits / 8) * samples.length;
  const file = new Writer((bits === 32 ? 58 : 44) + size + (size % 2));
  file.name("RIFF");
  file.longs(file.view.byteLength - 8);
  file.name("WAVE");
  writeFormat(file, rate, bits, samples.length);
  file.name("data");
  file.longs(size);
  writeSamples(file.view, file.at, samples, bits);
  return new Blob([file.view], { type: "audio/wav" });
}

/** The chunk `fmt `, and `fact`, which a float file needs. @param {Writer} file @param {number} rate @param {number} bits @param {number} length in samples */
function writeFormat(file, rate, bits, length) {
  const [isFloat, bytes] = [bits === 32, bits / 8];
  file.name("fmt ");
  file.longs(isFloat ? 18 : 16);
  file.shorts(isFloat ? IEEE_FLOAT : PCM, 1);
  file.longs(rate, rate * bytes);
  file.shorts(bytes, bits);
  if (!isFloat) return;
  file.shorts(0);
  file.name("fact");
  file.longs(4, length);
}
