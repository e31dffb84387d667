/** @import { Character, Match } from "../../shared/api.js" */
/** @import { Found, State } from "../state/state.js" */
import { sampleFile } from "../state/sample.js";
import { foundHere, foundIsPlayed, tuneOf, wantedTune } from "../state/selectors.js";

/**
 * From where on a difference is said. Two recordings of one drum, of 319 pairs in eight classes, differ by
 * 0.1 to 0.2 semitones, by a ratio of 1.05 to 1.27 in length and of 1.03 to 1.12 in brightness (medians by class): what
 * differs less is not heard as another drum. Half a semitone is what one hears as out of tune.
 */
export const HEARD = { semitones: 0.5, lengthRatio: 1.27, lengthS: 0.02, brightnessRatio: 1.12 };

/** Distances in dB up to which a sentence holds: the median of those pairs, three in four of them, and nine in ten. */
const DISTANCES = /** @type {const} */ ([
  [4.5, "As near as two hits of one drum."],
  [7, "Close: details differ."],
  [9, "Alike in outline."],
  [Infinity, "Only distantly alike."],
]);

/**
 * What the page says of the sample.
 * @typedef {Object} Report
 * @property {"empty" | "searching" | "found" | "elsewhere" | "failed"} state
 * @property {string} name of the file
 * @property {string} words
 * @property {string} advice
 * @property {boolean} refinable whether a longer search may find a closer match
 * @property {boolean} away whether another location is played than the report's
 * @property {boolean} tunable whether another tune brings the sound to the sample's pitch
 * @property {string} opens the model that the sample fits better; empty for none
 */

/** @param {string[]} words @returns {string} "a, b and c" */
const listed = (words) =>
  words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : (words[0] ?? "");

/** @param {number} semitones @returns {string} */
function interval(semitones) {
  const size = Math.abs(semitones);
  if (size < 0.75) return "half a semitone";
  return Math.round(size) === 1 ? "1 semitone" : `${Math.round(size)} semitones`;
}

/** @param {Character} sample @param {Character} sound @param {number} retuned semitones @returns {string | null} null for the same pitch, empty where neither has one */
function pitchWords({ pitch_hz: own }, { pitch_hz: made }, retuned) {
  if (!own) return made ? "with a note that your sample has not" : "";
  if (!made) return "without a clear note";
  const apart = 12 * Math.log2(made / own) + retuned;
  if (Math.abs(apart) < HEARD.semitones) return null;
  return `${interval(apart)} ${apart > 0 ? "higher" : "lower"}`;
}

/** @param {Character} sample @param {Character} sound @returns {string | null} null for the same length */
function lengthWords({ length_s: own }, { length_s: made }) {
  const ratio = made / own;
  const heard = Math.max(ratio, 1 / ratio) > HEARD.lengthRatio && Math.abs(made - own) > HEARD.lengthS;
  return heard ? (ratio > 1 ? "longer" : "shorter") : null;
}

/** @param {Character} sample @param {Character} sound @returns {string | null} null for the same brightness */
function brightnessWords({ brightness_hz: own }, { brightness_hz: made }) {
  const ratio = made / own;
  if (Math.max(ratio, 1 / ratio) <= HEARD.brightnessRatio) return null;
  return ratio > 1 ? "brighter" : "darker";
}

/** How the sound differs from the sample, as far as one hears it. @param {Pick<Match, "sample" | "sound">} match @param {number} [retuned] semitones since it was found @returns {string} */
export function compared({ sample, sound }, retuned = 0) {
  const said = {
    pitch: pitchWords(sample, sound, retuned),
    length: lengthWords(sample, sound),
    brightness: brightnessWords(sample, sound),
  };
  const same = Object.entries(said).flatMap(([name, words]) => (words === null ? [name] : []));
  const differences = Object.values(said).filter(Boolean);
  const text = [...(same.length ? [`same ${listed(same)}`] : []), ...differences].join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param {Match} match @returns {string} how near the sound is as a whole */
export const nearness = ({ heard_db: heard }) =>
  (DISTANCES.find(([most]) => heard <= most) ?? DISTANCES[3])[1];

/** @param {Found} found @returns {string} which part of a long sample was used */
const hitWords = ({ hit }) =>
  hit ? `Of its ${hit.ofS.toFixed(0)} s the loudest hit was used, at ${hit.atS.toFixed(1)} s.` : "";

/** @param {Found} found @returns {string} */
function adviceOf(found) {
  const { match, refined } = found;
  const far = match.heard_db > DISTANCES[0][0];
  const refining = far && !refined ? "Refine may come closer." : "";
  const missing = match.outside ? "Not on this map: no sound of this model is close." : "";
  const near = match.better.length ? "" : nearness(match); // beside "open Kick", it would praise the wrong map
  return [hitWords(found), near, missing, refining].filter(Boolean).join(" ");
}

/** @param {State} state @param {Found} here @returns {Report} */
function foundReport(state, here) {
  const { match, refined, file } = here;
  const away = !foundIsPlayed(state);
  const retuned = away ? 0 : tuneOf(state.sound) - match.tune;
  const wanted = wantedTune(state);
  const words = `${compared(match, retuned)} · ${match.heard_db.toFixed(1)} dB`;
  return {
    state: "found",
    name: file.name,
    words: away ? `At its location: ${words.charAt(0).toLowerCase()}${words.slice(1)}` : words,
    advice: adviceOf(here),
    refinable: !refined,
    away,
    tunable: wanted !== null && Math.abs(wanted - tuneOf(state.sound)) >= HEARD.semitones,
    opens: match.better.find((name) => state.start.models.some((model) => model.name === name)) ?? "",
  };
}

/** @param {State} state @returns {Report} */
export function reportOf(state) {
  const { search, failure } = state.sample;
  const here = foundHere(state);
  const report = {
    name: "",
    words: "",
    advice: "",
    refinable: false,
    away: false,
    tunable: false,
    opens: "",
  };
  if (search) {
    const words = search.refined ? "listening closer…" : "finding its location…";
    return { ...report, state: "searching", name: search.file.name, words };
  }
  if (here) return foundReport(state, here);
  if (failure) return { ...report, state: "failed", name: failure.search.file.name };
  return { ...report, ...absent(sampleFile(state)) };
}

/** @param {File | null} file that was found on other maps only @returns {Partial<Report> & Pick<Report, "state">} */
function absent(file) {
  if (!file) return { state: "empty" };
  const words = "not looked for on this map";
  return { state: "elsewhere", name: file.name, words, advice: "Drop it again to find its location here." };
}
