/** @import { Options } from "./store.js" */

/** Limits of what the studio renders, both included; a number at `plain` changes nothing. */
const NUMBERS = /** @type {const} */ ({
  tune: { low: -12, high: 12, plain: 0 },
  pitch: { low: -24, high: 24, plain: 0 },
  length: { low: 0.02, high: 2, plain: null },
  fade: { low: 0, high: 2, plain: null },
  gain: { low: -60, high: 24, plain: 0 },
  lowcut: { low: 20, high: 20_000, plain: null },
  highcut: { low: 20, high: 20_000, plain: null },
});

/** What a file may be; the first is what it is unless another is chosen. @type {Readonly<Record<string, readonly string[]>>} */
export const CHOICES = {
  bits: ["24", "16", "32"],
  rate: ["44100", "48000"],
  norm: ["1", "0"],
  trim: ["0", "1"],
};

/** @typedef {keyof typeof NUMBERS} Shape an option that shapes the sound */

export const SHAPES = /** @type {Shape[]} */ (Object.keys(NUMBERS));

const PLAIN_NUMBER = /^[+-]?\d{1,6}(\.\d{1,12})?$/;
const DECIMALS = 4;

/** A number as an address has it: the shortest text. @param {number} value */
export const numberText = (value) => String(Number(value.toFixed(DECIMALS)));

/** @param {Shape} name @param {string} text @returns {string | null} as an address has it; null for what changes nothing or is wrong */
function shapeText(name, text) {
  const { low, high, plain } = NUMBERS[name];
  const value = PLAIN_NUMBER.test(text) ? Number(numberText(Number(text))) : NaN;
  return value >= low && value <= high && value !== plain ? numberText(value) : null;
}

/** @param {string} name @param {string} text */
const choiceText = (name, text) => (CHOICES[name]?.slice(1).includes(text) ? text : null);

/** @param {Options} options */
const cutsCross = ({ lowcut, highcut }) =>
  lowcut !== undefined && highcut !== undefined && Number(lowcut) >= Number(highcut);

/**
 * The options in a link. Whatever is malformed, out of range or contradictory stays as it is by default.
 * @param {URLSearchParams} query
 * @returns {Options}
 */
export function readOptions(query) {
  /** @type {Record<string, string>} */
  const options = {};
  for (const name of SHAPES) keep(options, name, shapeText(name, query.get(name) ?? ""));
  for (const name of Object.keys(CHOICES)) keep(options, name, choiceText(name, query.get(name) ?? ""));
  return cutsCross(options) ? withOptions(options, { lowcut: null, highcut: null }) : options;
}

/** @param {Record<string, string>} options @param {string} name @param {string | null} text */
function keep(options, name, text) {
  if (text === null) delete options[name];
  else options[name] = text;
}

/**
 * Options with some changed; null is the default.
 * @param {Options} options @param {Record<string, string | null>} changes
 * @returns {Options}
 */
export function withOptions(options, changes) {
  const changed = { ...options };
  for (const [name, text] of Object.entries(changes)) keep(changed, name, text);
  return changed;
}

/** What this model can do of it. @param {Options} options @param {{has_tune: boolean}} model @returns {Options} */
export const optionsFor = (options, { has_tune: hasTune }) =>
  hasTune ? options : withOptions(options, { tune: null });
