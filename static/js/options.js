/** @import { Options } from "./store.js" */

/** What a sound's address may say beyond its place: how it is shaped, and what file it becomes. */
export const OPTION_NAMES = ["tune", "pitch", "length", "fade", "gain", "lowcut", "highcut", "bits", "rate", "norm", "trim"];

const PLAIN_NUMBER = /^-?\d{1,6}(\.\d{1,6})?$/;

/** The options in a link; anything malformed is left out. @param {URLSearchParams} query @returns {Options} */
export function readOptions(query) {
  const given = OPTION_NAMES.map((name) => [name, query.get(name) ?? ""]);
  return Object.fromEntries(given.filter(([, text]) => PLAIN_NUMBER.test(text ?? "")));
}
