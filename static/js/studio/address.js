/** @import { SoundAddress } from "./state/state.js" */
import { numberText, optionTable } from "./options.js";

/** The one text that a sound's address has, the same that `webui/addresses.py` gives: every cache keeps it once. */

const DECIMALS = 4;

/** @param {number} value a coordinate @returns {number} on the grid of positions that the studio asks for: finer than a pixel and than the ear */
export const rounded = (value) => Number(value.toFixed(DECIMALS));

/** What differs from the defaults, the seed among it. @param {Pick<SoundAddress, "seed" | "options">} state @returns {[string, string][]} in the table's order */
export function optionTexts({ seed, options }) {
  /** @type {Record<string, string>} */
  const texts = seed ? { ...options, seed: String(seed) } : { ...options };
  return optionTable().flatMap(({ name }) => (texts[name] === undefined ? [] : [[name, texts[name]]]));
}

/** Everything of a sound's address but whose it is. @param {SoundAddress} state @returns {URLSearchParams} */
export function soundQuery(state) {
  const { x, y, detail } = state;
  const query = new URLSearchParams({ x: numberText(x), y: numberText(y) });
  if (detail) query.set("detail", detail);
  for (const [name, text] of optionTexts(state)) query.set(name, text);
  return query;
}

/**
 * The address of a sound; the same location always has the same address.
 * @param {SoundAddress} state
 */
export function soundUrl(state) {
  const [model, version] = [encodeURIComponent(state.model), encodeURIComponent(state.version)];
  return `/api/models/${model}/${version}/sound.wav?${soundQuery(state)}`;
}
