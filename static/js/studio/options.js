/** @import { Options } from "./state/state.js" */
import { byId } from "../shared/dom.js";

/**
 * The render options: how their texts in addresses are read and written. Names, ranges, defaults, units and
 * sliders stand in `sampler/audio/options.py` alone; the page brings that table along.
 *
 * @typedef {{min: number, max: number, step: number, rest: number}} Travel the positions of a slider's thumb
 * @typedef {{label: string, hint: string, low: number, high: number | null, step: number, scale: "linear" | "logarithmic" | "quadratic", rests_at: "default" | "low" | "high", travel: Travel}} Slider high null: as long as the sound is, in seconds
 * @typedef {{before: string, shows: "nothing" | "text" | "signed" | "whole", after: string, factor: number}} Tag what a file's name says
 * @typedef {{kind: "number", low: number, high: number, unit: string} | {kind: "whole", low: number, high: number} | {kind: "choice", allowed: string[]} | {kind: "switch", on: string[], off: string[]}} Kind
 * @typedef {{name: string, default: string | null, slider: Slider | null, tag: Tag, needs: "has_tune" | null, below: string | null} & Kind} Option
 */

/** @type {readonly Option[] | null} */
let table = null;

/** @returns {readonly Option[]} all options, in the order of addresses */
export function optionTable() {
  table ??= /** @type {Option[]} */ (JSON.parse(byId("render-options", HTMLScriptElement).text));
  return table;
}

/** For tests and tools, which have no page. @param {readonly Option[]} given */
export function useOptionTable(given) {
  table = given;
}

/** @param {string} name @returns {Option} */
export function optionNamed(name) {
  const option = optionTable().find((each) => each.name === name);
  if (!option) throw new RangeError(`There is no render option ${name}`);
  return option;
}

/** @returns {string[]} the options that have a slider, in the order of the panel */
export const sliderNames = () =>
  optionTable()
    .filter(({ slider }) => slider)
    .map(({ name }) => name);

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i;

/** @param {string} text @returns {number} NaN for a text that addresses do not accept as a number */
export const readNumber = (text) => (DECIMAL.test(text) ? Number(text) + 0 : NaN); // -0 becomes 0

/**
 * The shortest digits that read back as the same number, without exponent or sign of zero; Python's
 * `number_text` writes the same.
 * @param {number} value
 */
export function numberText(value) {
  const [digits = "", exponent] = String(value + 0).split("e-");
  if (!exponent) return digits;
  const [sign, figures] = digits.startsWith("-") ? ["-", digits.slice(1)] : ["", digits];
  return `${sign}0.${"0".repeat(Number(exponent) - 1)}${figures.replace(".", "")}`;
}

/** @param {Option} option @param {string} text @returns {string | null} canonical; null where it is malformed or out of range */
function canonicalText(option, text) {
  switch (option.kind) {
    case "number":
      return within(option, readNumber(text));
    case "whole":
      return within(option, /^\d{1,12}$/.test(text) ? Number(text) : NaN);
    case "choice":
      return option.allowed.includes(text) ? text : null;
    case "switch":
      if (option.on.includes(text.toLowerCase())) return "1";
      return option.off.includes(text.toLowerCase()) ? "0" : null;
  }
}

/** @param {{low: number, high: number}} range @param {number} value */
const within = ({ low, high }, value) => (value >= low && value <= high ? numberText(value) : null);

/**
 * The options in a link, the seed included. Malformed, out-of-range or contradictory ones get their
 * defaults, and defaults are left out.
 * @param {URLSearchParams} query
 * @returns {Options}
 */
export function readOptions(query) {
  /** @type {Record<string, string | null>} */
  const given = {};
  for (const option of optionTable()) {
    const text = canonicalText(option, query.get(option.name) ?? "");
    given[option.name] = text === option.default ? null : text;
  }
  for (const { name, below } of optionTable())
    if (below && Number(given[name] ?? -Infinity) >= Number(given[below] ?? Infinity))
      given[name] = given[below] = null;
  return withOptions({}, given);
}

/**
 * Options with some changed; null is the default.
 * @param {Options} options @param {Record<string, string | null>} changes
 * @returns {Options}
 */
export function withOptions(options, changes) {
  const changed = { ...options };
  for (const [name, text] of Object.entries(changes)) {
    if (text === null) delete changed[name];
    else changed[name] = text;
  }
  return changed;
}

/** The options that this model supports. @param {Options} options @param {{has_tune: boolean}} model @returns {Options} */
export function optionsFor(options, model) {
  const missing = optionTable().filter(({ needs }) => needs && !model[needs]);
  return withOptions(options, Object.fromEntries(missing.map(({ name }) => [name, null])));
}

const CENTS = 100;

/** @param {number} semitones @returns {number} the nearest tune that addresses may hold, in cents */
export function tuneWithin(semitones) {
  const tune = optionNamed("tune");
  const [low, high] = tune.kind === "number" ? [tune.low, tune.high] : [0, 0];
  return Math.round(CENTS * Math.min(high, Math.max(low, semitones))) / CENTS + 0;
}

/** @param {number} semitones @returns {string | null} as in an address; null is the default */
export const tuneText = (semitones) => (tuneWithin(semitones) ? numberText(tuneWithin(semitones)) : null);

/** @returns {number} the seed of another variation */
export function anotherSeed() {
  const seed = optionNamed("seed");
  return seed.kind === "whole" ? seed.low + Math.floor(Math.random() * (seed.high - seed.low + 1)) : 0;
}
