// A detail vector travels as base64url of little-endian 16-bit floats (IEEE 754-2019, binary16), see sampler/model/detail.py.

import { roundHalfEven } from "./rounding.js";

const scratch = new DataView(new ArrayBuffer(4));

/** @param {number} half its 16 bits @returns {number} */
function fromHalf(half) {
  const sign = half & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(half >> 10) & 0x1f, half & 0x3ff];
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return exponent ? sign * 2 ** (exponent - 15) * (1 + fraction / 1024) : sign * 2 ** -14 * (fraction / 1024);
}

/** @param {number} value finite, below 65 504 @returns {number} the nearest half's 16 bits, ties to even */
function toHalf(value) {
  scratch.setFloat32(0, value);
  const sign = (scratch.getUint32(0) >>> 16) & 0x8000;
  const size = Math.abs(value);
  if (size < 2 ** -14) return sign | roundHalfEven(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  return sign | (((exponent + 15) << 10) + roundHalfEven((size / 2 ** exponent - 1) * 1024)); // a full fraction carries into the exponent
}

/** @param {string} text base64url @returns {Uint8Array<ArrayBuffer>} */
const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

/** @param {Uint8Array} bytes @returns {string} base64url without padding */
const textOf = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

/**
 * A detail scaled towards zero, which is the typical sound.
 * @param {string} detail
 * @param {number} amount 0…1
 * @returns {string | null} null for a detail of zeros
 */
export function scaleDetail(detail, amount) {
  if (amount <= 0) return null;
  if (amount >= 1) return detail;
  const view = new DataView(bytesOf(detail).buffer);
  for (let at = 0; at + 1 < view.byteLength; at += 2)
    view.setUint16(at, toHalf(amount * fromHalf(view.getUint16(at, true))), true);
  return textOf(new Uint8Array(view.buffer));
}

/** @param {readonly number[]} numbers @returns {string} the detail that holds them */
export function detailOf(numbers) {
  const view = new DataView(new ArrayBuffer(2 * numbers.length));
  for (const [i, number] of numbers.entries()) view.setUint16(2 * i, toHalf(number), true);
  return textOf(new Uint8Array(view.buffer));
}

/** @param {string} detail @returns {Float32Array<ArrayBuffer>} its numbers */
export function numbersOf(detail) {
  const view = new DataView(bytesOf(detail).buffer);
  return Float32Array.from({ length: view.byteLength >> 1 }, (_, i) => fromHalf(view.getUint16(2 * i, true)));
}

/**
 * A detail between two of one model.
 * @param {string} from @param {string} to
 * @param {number} share 0 is from, 1 is to
 * @returns {string}
 */
export function blendDetail(from, to, share) {
  const [view, end] = [new DataView(bytesOf(from).buffer), new DataView(bytesOf(to).buffer)];
  for (let at = 0; at + 1 < Math.min(view.byteLength, end.byteLength); at += 2) {
    const start = fromHalf(view.getUint16(at, true));
    view.setUint16(at, toHalf(start + share * (fromHalf(end.getUint16(at, true)) - start)), true);
  }
  return textOf(new Uint8Array(view.buffer));
}

/**
 * The one text of a detail: without padding, and in the letters of base64url.
 * @param {string} text from a link
 * @returns {string} the text itself where it is no base64: the server says so in a sentence
 */
export function canonicalDetail(text) {
  try {
    return /^[\w+/-]+=*$/.test(text) ? textOf(bytesOf(text.replace(/=+$/, ""))) : text;
  } catch {
    return text;
  }
}
