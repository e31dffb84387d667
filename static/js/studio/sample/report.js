/** @import { Match } from "../../shared/api.js" */
/** @import { State } from "../state/state.js" */
import { sampleFile } from "../state/sample.js";
import { foundHere } from "../state/selectors.js";

/** Mean difference in dB up to which a match is called so, and what that means to the ear: measured over 0.74 s. */
const MATCHES = /** @type {const} */ ([
  [1.2, "very close match", "About as near as two hits of one drum."],
  [2.7, "close match", "Nearer than most drums are to their nearest neighbour."],
  [4.2, "fair match", "The character is there, the fine print differs."],
  [Infinity, "distant match", "The outline is there; Refine may come closer."],
]);
const BEYOND = [
  "outside what this model knows",
  "This is the nearest it can play: try Refine, or keep your attack.",
];

/**
 * What the page says of the sample.
 * @typedef {Object} Report
 * @property {"empty" | "searching" | "found" | "elsewhere" | "failed"} state
 * @property {string} name of the file
 * @property {string} words
 * @property {string} advice
 * @property {boolean} refinable whether a longer search may find a closer match
 */

/** A match in a musician's words, and what they mean. @param {Match} match @returns {[string, string]} */
export function describe({ fit_db: fit, outside }) {
  const [, words, meaning] = MATCHES.find(([most]) => fit <= most) ?? MATCHES[3];
  const [said, advice] = outside ? BEYOND : [words, meaning];
  return [`${said} · ${fit.toFixed(1)} dB`, advice ?? ""];
}

/** @param {State} state @returns {Report} */
export function reportOf(state) {
  const { search, failure } = state.sample;
  const here = foundHere(state);
  const report = { name: "", words: "", advice: "", refinable: false };
  if (search) {
    const words = search.refined ? "listening closer…" : "finding its location…";
    return { ...report, state: "searching", name: search.file.name, words };
  }
  if (here) {
    const [words, advice] = describe(here.match);
    return { state: "found", name: here.file.name, words, advice, refinable: !here.refined };
  }
  if (failure) return { ...report, state: "failed", name: failure.search.file.name };
  return { ...report, ...absent(sampleFile(state)) };
}

/** @param {File | null} file that was found on other maps only @returns {Partial<Report> & Pick<Report, "state">} */
function absent(file) {
  if (!file) return { state: "empty" };
  const words = "not looked for on this map";
  return { state: "elsewhere", name: file.name, words, advice: "Drop it again to find its location here." };
}
