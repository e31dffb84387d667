/** @import { Made, MixInputs, Played, SoundProblem, State } from "./state.js" */
import { originalOf } from "./selectors.js";

/** Actions of playback. */

/** @param {State} state @param {Partial<State["hearing"]>} change @returns {State} */
const hearing = (state, change) => ({ ...state, hearing: { ...state.hearing, ...change } });

/**
 * A sound has come. A problem that arose after its request began has another cause, and stays.
 * @param {State} state @param {Made} made @param {number} begun in milliseconds of `performance.now()`
 * @returns {State}
 */
export function hear(state, made, begun) {
  const { problem } = state.hearing;
  return hearing(state, { made, problem: problem && problem.at > begun ? problem : null });
}

/** @param {State} state @param {SoundProblem} problem @returns {State} */
export const failToHear = (state, problem) => hearing(state, { problem, words: "" });

/** @param {State} state @param {string} words what the sound waits for @returns {State} */
export const wait = (state, words) => (state.hearing.words === words ? state : hearing(state, { words }));

/** A hit is heard. @param {State} state @param {number} hitS how long it lasts @returns {State} */
export const noteHit = (state, hitS) => hearing(state, { hits: state.hearing.hits + 1, hitS, words: "" });

/** @param {State} state @param {boolean} blocked whether the browser lets nothing sound @returns {State} */
export const block = (state, blocked) => hearing(state, { blocked });

/** The page renders the sounds of this version from now on. @param {State} state @param {Played} of @returns {State} */
export const noteRenderer = (state, of) => ({ ...state, renders: of });

/** @param {State} state @param {State["ownFile"]} ownFile @returns {State} */
export const offerOwnFile = (state, ownFile) => ({ ...state, ownFile });

/** @param {State} state @param {boolean} offline @returns {State} */
export const noteNetwork = (state, offline) => (state.offline === offline ? state : { ...state, offline });

/** The note of a location was measured. @param {State} state @param {string} of the address that it was asked for at @param {number | null} hz @returns {State} */
export const notePitch = (state, of, hz) => ({ ...state, pitch: { of, hz } });

/** The original needs a sample that this browser can read. @param {State} state @param {"original" | "yours"} side @returns {State} */
export const chooseSide = (state, side) =>
  side === "original" && !originalOf(state) ? state : hearing(state, { side });

/** @param {State} state @param {boolean} on @returns {State} */
export const keepAttack = (state, on) => hearing(state, { keepsAttack: on, side: "yours" });

/** @param {State} state @param {number} splitMs how much of the attack stays the sample's @returns {State} */
export const setSplit = (state, splitMs) => hearing(state, { splitMs, side: "yours" });

/** The file with the sample's attack is made. @param {State} state @param {MixInputs} of @param {string} blob its address @returns {State} */
export function offerMix(state, of, blob) {
  const { problem } = state.hearing;
  const offered = { ...state, mixed: { of, blob } };
  return problem?.retry === "mix" ? hearing(offered, { problem: null }) : offered;
}

/** @param {State} state @returns {State} */
export const withdrawMix = (state) => (state.mixed ? { ...state, mixed: null } : state);
