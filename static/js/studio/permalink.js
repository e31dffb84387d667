/** @import { State } from "./store.js" */
import { rounded, soundQuery } from "../shared/api.js";
import { readOptions } from "./options.js";

const REST_MS = 150; // browsers refuse more than some hundred address changes in half a minute
const MAX_SEED = 2 ** 31 - 1;

/** @param {string | null} text */
const unit = (text) =>
  text !== null && text !== "" && Number(text) >= 0 && Number(text) <= 1 ? rounded(Number(text)) : 0.5;

/** @param {string | null} text */
const seedNumber = (text) => (text && /^\d{1,10}$/.test(text) && Number(text) <= MAX_SEED ? Number(text) : 0);

/**
 * What a link asks for; anything malformed becomes the default.
 * @param {string} search
 * @returns {State}
 */
export function readPermalink(search) {
  const query = new URLSearchParams(search);
  return {
    model: query.get("model") ?? "",
    version: query.get("version") ?? "",
    x: unit(query.get("x")),
    y: unit(query.get("y")),
    detail: query.get("detail") || null,
    seed: seedNumber(query.get("seed")),
    options: readOptions(query),
  };
}

/** @param {State} state @returns {string} */
export const permalink = (state) =>
  `?${new URLSearchParams({ model: state.model, version: state.version })}&${soundQuery(state)}`;

let timer = 0;

/** Puts the state into the address bar once the hand rests. @param {State} state */
export function keepInAddressBar(state) {
  clearTimeout(timer);
  timer = setTimeout(() => history.replaceState(null, "", permalink(state)), REST_MS);
}
