/** @import { Match } from "../../shared/api.js" */
/** @import { Found, Position, Search, State } from "./state.js" */
import { rounded } from "../address.js";
import { tuneText, withOptions } from "../options.js";
import { usedHit } from "../sample/hit.js";
import { foundHere } from "./selectors.js";
import { playSame } from "./state.js";
import { dismissHint } from "./travel.js";

/** Actions of the producer's own sample. */

/** @param {State} state @param {File} file @param {boolean} refined @returns {State} */
function searching(state, file, refined) {
  const { model, version, x, y } = state.sound;
  const search = { file, refined, on: { model, version }, from: { x, y } };
  return { ...state, sample: { ...state.sample, search, failure: null, early: null } };
}

/** A sample was dropped or chosen; before there is a map it waits. @param {State} state @param {File} file @returns {State} */
export const dropped = (state, file) =>
  state.start.entered
    ? searching({ ...state, tool: "sample" }, file, false)
    : { ...state, sample: { ...state.sample, early: file } };

/** Searches longer for a closer match. @param {State} state @returns {State} */
export function refine(state) {
  const here = foundHere(state);
  return here ? searching(state, here.file, true) : state;
}

/** @param {State} state @returns {State} */
export function searchOnceMore(state) {
  const { failure } = state.sample;
  return failure ? searching(state, failure.search.file, failure.search.refined) : state;
}

/** Looks for the same sample on the map that was just chosen. @param {State} state @returns {State} */
export function searchAgain(state) {
  const file = sampleFile(state);
  return file ? searching(state, file, false) : state;
}

/** @param {State} state @returns {File | null} the sample that is looked for, or was found last */
export const sampleFile = ({ sample }) => sample.search?.file ?? sample.found.at(-1)?.file ?? null;

/**
 * The page's own answer, before the server's: the hand goes there, unless it has moved since the search began.
 * @param {State} state @param {Search} search @param {{x: number, y: number, detail: string | null}} found
 * @returns {State}
 */
export function guess(state, search, found) {
  if (state.sample.search !== search || !staysAt(state, search.from)) return state;
  const at = { x: rounded(found.x), y: rounded(found.y) };
  return {
    ...state,
    sound: { ...state.sound, ...at, detail: found.detail },
    character: { whole: found.detail, amount: 100 },
    glides: true,
    sample: { ...state.sample, guess: { ...at, search } },
  };
}

/** @param {State} state @param {Position} position */
const staysAt = ({ sound }, { x, y }) => sound.x === x && sound.y === y;

/**
 * The sample was located. The hand stays where it is when it has moved since the search began.
 * @param {State} state @param {Search} search @param {Match} match @param {AudioBuffer | null} original
 * @returns {State}
 */
export function locate(state, search, match, original) {
  if (state.sample.search !== search) return state; // a newer drop or another map made it void
  const { file, refined, on, from } = search;
  const hit = original && usedHit(original.getChannelData(0), original.sampleRate);
  /** @type {Found} */
  const found = { file, match, refined, original, hit, ...on };
  const others = state.sample.found.filter((one) => one.file === file && !playSame(one, on));
  const { x, y } = state.sound;
  const guessed = state.sample.guess?.search === search ? state.sample.guess : null;
  const stayed = staysAt(state, guessed ?? from);
  const position = stayed ? { x: rounded(match.x), y: rounded(match.y) } : { x, y };
  const options = stayed
    ? withOptions(state.sound.options, { tune: tuneText(match.tune) })
    : state.sound.options;
  return dismissHint({
    ...state,
    sound: { ...state.sound, ...position, detail: match.detail, options },
    character: { whole: match.detail, amount: 100 },
    glides: stayed,
    sample: { ...state.sample, search: null, failure: null, found: [...others, found], guess: null },
    hearing: { ...state.hearing, side: "yours" },
  });
}

/** @param {State} state @param {Search} search @param {unknown} error @returns {State} */
export const failToLocate = (state, search, error) =>
  state.sample.search === search
    ? { ...state, sample: { ...state.sample, search: null, failure: { search, error } } }
    : state;
