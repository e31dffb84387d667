const [PCM, IEEE_FLOAT] = [1, 3];
const FULL_24 = 2 ** 23;
const FULL_16 = 2 ** 15;

/** @typedef {{at: number, size: number}} Chunk where its content lies, in bytes */

/**
 * The samples of a mono WAV as `wav.js` and the studio write it, read here in well under a millisecond: the browser's own
 * decoder answers from another thread, when it has time.
 * @param {ArrayBuffer} bytes
 * @param {number} rate in Hz, the only one that is read
 * @returns {Float32Array<ArrayBuffer> | null} null for every other file, which the browser's decoder may know
 */
export function readWav(bytes, rate) {
  const view = new DataView(bytes);
  const [form, data] = [chunk(view, "fmt "), chunk(view, "data")];
  if (!form || !data || form.size < 16 || data.at + data.size > bytes.byteLength) return null;
  const [encoding, channels, bits] = [0, 2, 14].map((offset) => view.getUint16(form.at + offset, true));
  if (channels !== 1 || view.getUint32(form.at + 4, true) !== rate) return null;
  if (encoding === PCM && bits === 24) return from24(new Uint8Array(bytes, data.at, data.size));
  if (encoding === PCM && bits === 16)
    return Float32Array.from(
      new Int16Array(bytes.slice(data.at, data.at + data.size)),
      (step) => step / FULL_16,
    );
  if (encoding !== IEEE_FLOAT || bits !== 32) return null;
  const floats = new Float32Array(bytes.slice(data.at, data.at + data.size));
  return /** @type {Float32Array<ArrayBuffer>} */ (floats); // LiteRT's types say less of what this constructor makes
}

/** @param {DataView} view of a RIFF file @param {string} name @returns {Chunk | null} */
function chunk(view, name) {
  let at = 12;
  while (at + 8 <= view.byteLength) {
    const found = String.fromCharCode(...new Uint8Array(view.buffer, at, 4));
    const size = view.getUint32(at + 4, true);
    if (found === name) return { at: at + 8, size };
    at += 8 + size + (size % 2);
  }
  return null;
}

/** @param {Uint8Array} bytes @returns {Float32Array<ArrayBuffer>} */
function from24(bytes) {
  const samples = new Float32Array(Math.floor(bytes.length / 3));
  for (let i = 0, at = 0; i < samples.length; i += 1, at += 3) {
    const step =
      /** @type {number} */ (bytes[at] << 8) |
      /** @type {number} */ (bytes[at + 1] << 16) |
      /** @type {number} */ (bytes[at + 2] << 24);
    samples[i] = (step >> 8) / FULL_24;
  }
  return samples;
}
