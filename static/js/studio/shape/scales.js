/** @import { Options } from "../store.js" */
/** @import { Shape } from "../options.js" */
import { numberText } from "../options.js";

/** What a thumb's place means: a text for the sound's address, and words for the hand that moves it. */

/**
 * @typedef {Object} Scale
 * @property {(position: number, full: number) => number | null} value null is the sound as it is
 * @property {(value: number | null, full: number) => number} position
 * @property {(value: number | null, full: number) => string} words short, with the unit
 */

export const TRAVEL = 120; // steps of a slider whose scale is not even
const SHORTEST_S = 0.02;
const LOWEST_HZ = 20;
const HIGHEST_HZ = 20_000;

/** @param {number} value */
const signed = (value) => (value > 0 ? "+" : "") + numberText(value).replace("-", "−");

/** @param {number} seconds */
const milliseconds = (seconds) => `${Math.round(1000 * seconds)} ms`;

/** @param {number} hertz */
const frequency = (hertz) =>
  hertz < 1000 ? `${Math.round(hertz)} Hz` : `${(hertz / 1000).toFixed(hertz < 9950 ? 2 : 1)} kHz`;

/** @param {string} unit @returns {Scale} */
const even = (unit) => ({
  value: (position) => (position === 0 ? null : position),
  position: (value) => value ?? 0,
  words: (value) => `${signed(value ?? 0)} ${unit}`,
});

/** @param {number} low @param {number} high @param {number} position */
const geometric = (low, high, position) => low * (high / low) ** (position / TRAVEL);

/** @param {number} low @param {number} high @param {number} value */
const onGeometric = (low, high, value) => TRAVEL * (Math.log(value / low) / Math.log(high / low));

/** One step is a semitone. @param {number} rest the position at which nothing is cut @returns {Scale} */
const cut = (rest) => ({
  value(position) {
    const hertz = geometric(LOWEST_HZ, HIGHEST_HZ, position);
    return position === rest ? null : hertz < 1000 ? Math.round(hertz) : 10 * Math.round(hertz / 10);
  },
  position: (value) => (value === null ? rest : onGeometric(LOWEST_HZ, HIGHEST_HZ, value)),
  words: (value) => (value === null ? "off" : frequency(value)),
});

/** @type {Scale} */
const length = {
  value: (position, full) =>
    position >= TRAVEL ? null : Math.round(1000 * geometric(SHORTEST_S, full, position)) / 1000,
  position: (value, full) => (value === null ? TRAVEL : onGeometric(SHORTEST_S, full, value)),
  words: (value, full) => (value === null ? milliseconds(full) : milliseconds(value)),
};

/** @type {Scale} */
const fade = {
  value: (position, full) =>
    position === 0 ? null : Math.max(0.005, Math.round(200 * full * (position / TRAVEL) ** 2) / 200),
  position: (value, full) => (value === null ? 0 : TRAVEL * Math.sqrt(value / full)),
  words: (value) => (value === null ? "off" : milliseconds(value)),
};

/** @type {Record<Shape, Scale>} */
export const SCALES = {
  tune: even("st"),
  pitch: even("st"),
  gain: even("dB"),
  lowcut: cut(0),
  highcut: cut(TRAVEL),
  length,
  fade,
};

/**
 * Seconds that the sound lasts before its length is set.
 * @param {{length: number, rate: number}} model @param {Options} options
 */
export const fullLength = ({ length, rate }, { pitch }) =>
  Math.min(2, length / rate / 2 ** (Number(pitch ?? 0) / 12));
