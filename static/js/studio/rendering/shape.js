/** @import { Options } from "../state/state.js" */
/** @import { Sound } from "./levels.js" */
import { roundHalfEven } from "../../shared/rounding.js";
import { alignPeak, END_FADE, fadeEdges, moved, RATE, relock, START_FADE } from "./align.js";
import { cut } from "./filter.js";
import { clamp, fadeIn, fadeOut, findPeak, loudest, PEAK_LEVEL, saturate, setPeak } from "./levels.js";
import { resample } from "./resample.js";

/**
 * Applies render options to a finished sound as `sampler/audio/shape.py` does, at 44.1 kHz: what a hand hears while it
 * moves. Files are the server's. `tests/vectors/test_shapes.py` holds both to the same sounds.
 */

const ONSET_LEVEL = 0.02;
const SHORTEST_FADE = 64;
const REST_CEILING = 0.999;

/** What this module applies, what the player takes, and what changes files alone. */
const KNOWN = new Set("pitch gain length fade lowcut highcut norm trim tune seed bits rate".split(" "));

/** @param {Options} options @returns {boolean} whether the page renders them as the server does */
export const isShapeable = (options) => Object.keys(options).every((name) => KNOWN.has(name));

/** @param {Options} options @param {string} name @returns {number | null} */
const numberOf = (options, name) => (options[name] === undefined ? null : Number(options[name]));

/** @param {Options} options @param {string} name @param {boolean} byDefault */
const isOn = (options, name, byDefault) => (options[name] === undefined ? byDefault : options[name] === "1");

/** @param {Options} options @returns {boolean} whether the peak gets the level of a normalised sound */
export const isNormalised = (options) => isOn(options, "norm", true);

/**
 * @param {Sound} finished @param {Options} options texts as in an address @param {number} peak its peak sample
 * @returns {Sound}
 */
export function shape(finished, options, peak) {
  const [lowcut, highcut] = [numberOf(options, "lowcut"), numberOf(options, "highcut")];
  let sound = transpose(finished, numberOf(options, "pitch") ?? 0, peak);
  if (lowcut || highcut) sound = relock(fadeEdges(cut(sound, { rate: RATE, lowcut, highcut }), peak), peak);
  const start = isOn(options, "trim", false) ? beforeOnset(sound, peak) : 0;
  if (isOn(options, "trim", false))
    sound = fadeIn(sound.slice(start), Math.min(START_FADE / 2, peak - start));
  return setLevel(end(sound, options, peak - start), options);
}

/** Faster or slower, as tape does. @param {Sound} sound @param {number} semitones @param {number} peak */
function transpose(sound, semitones, peak) {
  if (!semitones) return sound;
  const speed = 2 ** (semitones / 12);
  const resampled = resample(sound, 1 / speed);
  const shift = peak - roundHalfEven(peak / speed);
  const aligned = alignPeak(moved(resampled, shift, resampled.length + shift), peak, true);
  return setPeak(aligned, peak, Math.abs(sound[peak] ?? 0));
}

/** @param {Sound} sound @param {number} peak @returns {number} where a trimmed sound starts */
function beforeOnset(sound, peak) {
  const level = ONSET_LEVEL * Math.abs(sound[peak] ?? 0);
  return Math.max(0, sound.findIndex((each) => Math.abs(each) >= level) - START_FADE / 2);
}

/** Cuts or extends to the length, and fades out. @param {Sound} sound @param {Options} options @param {number} peak */
function end(sound, options, peak) {
  const [lengthS, fadeS] = [numberOf(options, "length"), numberOf(options, "fade")];
  if (lengthS === null && fadeS === null) return sound;
  const length = lengthS === null ? sound.length : Math.max(roundHalfEven(lengthS * RATE), peak + 2);
  const fade = fadeS === null ? END_FADE : roundHalfEven(fadeS * RATE);
  return fadeOut(moved(sound, 0, length), Math.min(Math.max(fade, SHORTEST_FADE), length - 1 - peak));
}

/** @param {Sound} sound @param {Options} options */
function setLevel(sound, options) {
  const peak = findPeak(sound);
  const gainDb = numberOf(options, "gain") ?? 0;
  const levelled = isNormalised(options) && loudest(sound, 0) > 0 ? setPeak(sound, peak, PEAK_LEVEL) : sound;
  const louder = levelled.map((each) => each * 10 ** (gainDb / 20));
  return gainDb > 0 ? keepPeak(louder.map(saturate), peak) : louder;
}

/** Saturation makes samples equal: hold the others below the peak. @param {Sound} loud @param {number} peak */
function keepPeak(loud, peak) {
  const value = loud[peak] ?? 0;
  const kept = loud.map((each) => clamp(each, REST_CEILING * Math.abs(value)));
  kept[peak] = value;
  return kept;
}
