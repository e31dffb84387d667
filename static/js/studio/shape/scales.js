/** @import { Option, Slider } from "../options.js" */
/** @import { Options } from "../state/state.js" */
import { numberText, optionNamed } from "../options.js";

/**
 * What a thumb's position means: a value for the sound's address, and words for the hand that moves it.
 *
 * @typedef {Object} Scale
 * @property {(position: number, full: number) => number | null} value null is the sound as it is
 * @property {(value: number | null, full: number) => number} position
 * @property {(value: number | null, full: number) => string} words short, with the unit
 */

const SHORT_UNITS = /** @type {Record<string, string>} */ ({ semitones: "st" });
const COARSE_FROM = 1000; // on a logarithmic scale: steps are ten times as large from here on

/** @typedef {(low: number, high: number, of: number) => number} Curve */

/** From a share of the travel to a value, and back. @type {Record<Slider["scale"], {at: Curve, share: Curve}>} */
const CURVES = {
  linear: {
    at: (low, high, share) => low + (high - low) * share,
    share: (low, high, value) => (value - low) / (high - low),
  },
  logarithmic: {
    at: (low, high, share) => low * (high / low) ** share,
    share: (low, high, value) => Math.log(value / low) / Math.log(high / low),
  },
  quadratic: {
    at: (low, high, share) => low + (high - low) * share ** 2,
    share: (low, high, value) => Math.sqrt((value - low) / (high - low)),
  },
};

/** A value on whole steps, with no digits beyond theirs. @param {number} value @param {Slider} slider */
function onSteps(value, { step, scale: kind }) {
  const wide = kind === "logarithmic" && value >= COARSE_FROM ? 10 * step : step;
  return Number((wide * Math.round(value / wide)).toFixed(6)) + 0;
}

/** @param {number} value @param {boolean} signed */
const plainText = (value, signed) =>
  (signed && value > 0 ? "+" : "") + numberText(Number(value.toFixed(4))).replace("-", "−");

/** @param {number} hertz */
const frequency = (hertz) =>
  hertz < 1000 ? `${Math.round(hertz)} Hz` : `${(hertz / 1000).toFixed(hertz < 9950 ? 2 : 1)} kHz`;

/** @param {string} unit @param {boolean} signed @returns {(value: number) => string} */
function inWords(unit, signed) {
  if (unit === "s") return (seconds) => `${Math.round(1000 * seconds)} ms`;
  if (unit === "Hz") return frequency;
  return (value) => `${plainText(value, signed)} ${SHORT_UNITS[unit] ?? unit}`.trimEnd();
}

/** @param {string} name of an option that has a slider @returns {Scale} */
export function scaleOf(name) {
  const option = optionNamed(name);
  if (!option.slider) throw new RangeError(`The render option ${name} has no slider`);
  const unit = option.kind === "number" ? option.unit : "";
  return scale(option.slider, inWords(unit, option.slider.low < 0), option.default);
}

/** @param {Slider} slider @param {(value: number) => string} words @param {Option["default"]} usual @returns {Scale} */
function scale(slider, words, usual) {
  const { low, high, step, rests_at: rests, travel } = slider;
  const { at, share } = CURVES[slider.scale];
  const { min, max, rest } = travel;
  const least = rests === "low" ? low + step : low; // at rest already is what lies below
  return {
    value(position, full) {
      if (position === rest) return null;
      const exact = at(low, high ?? full, (position - min) / (max - min));
      const value = Math.max(least, onSteps(exact, slider));
      return usual !== null && value === Number(usual) ? null : value;
    },
    position: (value, full) => (value === null ? rest : min + (max - min) * share(low, high ?? full, value)),
    words(value, full) {
      if (value !== null) return words(value);
      if (usual !== null) return words(Number(usual));
      return rests === "high" && high === null ? words(full) : "off";
    },
  };
}

/**
 * Seconds that the sound lasts before its length is set.
 * @param {{length: number, rate: number}} model @param {Options} options
 */
export function fullLength({ length, rate }, { pitch }) {
  const option = optionNamed("length");
  const longest = option.kind === "number" ? option.high : Infinity;
  return Math.min(longest, length / rate / 2 ** (Number(pitch ?? 0) / 12));
}
