/** @import { SoundAddress } from "../state/state.js" */
import { rounded } from "../address.js";
import { permalink, readPermalink } from "../permalink.js";
import { outline } from "../playback/outline.js";

const COLUMNS = 64;
const LOUDEST = 127;
const LONGEST_LINK = 4000;

/**
 * A sound worth coming back to. Its link names the model's version, so it stays the same sound after a retraining.
 * @typedef {{link: string, sketch: string}} Moment sketch: base64 of 64 lows and highs, signed bytes, interleaved
 */

/** @param {SoundAddress} address @param {AudioBuffer} sound @returns {Moment} */
export function momentOf(address, sound) {
  const peaks = outline(sound.getChannelData(0), 0, sound.length, COLUMNS);
  const bytes = [...peaks].map((value) => Math.round(LOUDEST * Math.min(1, Math.max(-1, value))) & 0xff);
  return { link: permalink(address), sketch: btoa(String.fromCharCode(...bytes)) };
}

/** @param {Moment} moment @returns {SoundAddress} */
export const soundOf = ({ link }) => readPermalink(link);

/** @param {Moment} moment @returns {Float32Array} lows and highs, interleaved */
export function sketchOf({ sketch }) {
  const bytes = Int8Array.from(atob(sketch), (letter) => letter.charCodeAt(0));
  return Float32Array.from(bytes, (value) => value / LOUDEST);
}

/** @param {unknown} value @returns {Moment[]} the valid entries of a list */
export function readMoments(value) {
  const whole = Array.isArray(value) ? value.filter(isMoment) : [];
  return whole.map(({ link, sketch }) => ({ link: permalink(readPermalink(link)), sketch })); // a link is also the name
}

/** @param {unknown} value @returns {value is Moment} */
function isMoment(value) {
  const { link, sketch } = /** @type {Record<string, unknown>} */ (value ?? {});
  if (typeof link !== "string" || !link.startsWith("?") || link.length > LONGEST_LINK) return false;
  const { model, version } = readPermalink(link);
  return model !== "" && version !== "" && typeof sketch === "string" && /^[A-Za-z0-9+/]{171}=$/.test(sketch);
}

/** @param {Moment[]} first @param {Moment[]} second @returns {Moment[]} both, each link once */
export function merged(first, second) {
  return [...new Map([...second, ...first].map((moment) => [moment.link, moment])).values()].toSorted(
    (a, b) => indexIn(first, a) - indexIn(first, b),
  );
}

/** @param {Moment[]} list @param {Moment} moment */
function indexIn(list, { link }) {
  const at = list.findIndex((other) => other.link === link);
  return at < 0 ? list.length : at;
}

/** @param {SoundAddress} sound @returns {string} */
export const nameOf = ({ model, version, x, y }) =>
  `${model} at ${rounded(x).toFixed(2)}, ${rounded(y).toFixed(2)}, version ${version}`;
