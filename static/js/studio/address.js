/** @import { SoundAddress } from "./state/state.js" */
import { numberText, optionTable } from "./options.js";

/** Canonical addresses of sounds, the same that `webui/addresses.py` gives, so that caches keep each sound once. */

const DECIMALS = 4;

/** @param {number} value a coordinate @returns {number} on the studio's grid of positions, which is finer than a pixel and than one can hear */
export const rounded = (value) => Number(value.toFixed(DECIMALS));

/** The options that differ from their defaults, the seed included. @param {Pick<SoundAddress, "seed" | "options">} state @returns {[string, string][]} in the table's order */
export function optionTexts({ seed, options }) {
  /** @type {Record<string, string>} */
  const texts = seed ? { ...options, seed: String(seed) } : { ...options };
  return optionTable().flatMap(({ name }) => (texts[name] === undefined ? [] : [[name, texts[name]]]));
}

/** A sound's address without model and version. @param {SoundAddress} state @returns {URLSearchParams} */
export function soundQuery(state) {
  const { x, y, detail } = state;
  const query = new URLSearchParams({ x: numberText(x), y: numberText(y) });
  if (detail) query.set("detail", detail);
  for (const [name, text] of optionTexts(state)) query.set(name, text);
  return query;
}

/** The address of the note of a location, which no render option changes. @param {SoundAddress} state */
export const pitchUrl = (state) =>
  soundUrl({ ...state, seed: 0, options: {} }).replace("/sound.wav?", "/pitch/?");

/**
 * The address of a sound; the same location always has the same address.
 * @param {SoundAddress} state
 */
export function soundUrl(state) {
  const [model, version] = [encodeURIComponent(state.model), encodeURIComponent(state.version)];
  return `/api/models/${model}/${version}/sound.wav?${soundQuery(state)}`;
}
