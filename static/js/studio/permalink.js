/** @import { SoundAddress } from "./state/state.js" */
import { canonicalDetail } from "../shared/float16.js";
import { soundQuery } from "./address.js";
import { readNumber, readOptions } from "./options.js";

const REST_MS = 150; // browsers refuse more than some hundred address changes in half a minute
const MIDDLE = 0.5;

/** @param {string | null} text @returns {number} */
function coordinate(text) {
  const value = readNumber(text ?? "");
  return value >= 0 && value <= 1 ? value : MIDDLE;
}

/**
 * The sound that a link names. Malformed parts get their defaults.
 * @param {string} search
 * @returns {SoundAddress}
 */
export function readPermalink(search) {
  const query = new URLSearchParams(search);
  const detail = query.get("detail");
  const { seed = "0", ...options } = readOptions(query);
  return {
    model: query.get("model") ?? "",
    version: query.get("version") ?? "",
    x: coordinate(query.get("x")),
    y: coordinate(query.get("y")),
    detail: detail ? canonicalDetail(detail) : null,
    seed: Number(seed),
    options,
  };
}

/** The link to a sound, relative to the studio. @param {SoundAddress} state @returns {string} */
export const permalink = (state) =>
  `?${new URLSearchParams({ model: state.model, version: state.version })}&${soundQuery(state)}`;

let timer = 0;

/** Puts the state into the address bar once the hand rests. @param {SoundAddress} state */
export function keepInAddressBar(state) {
  clearTimeout(timer);
  timer = setTimeout(() => history.replaceState(null, "", permalink(state)), REST_MS);
}
