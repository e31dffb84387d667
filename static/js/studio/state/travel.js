/** @import { Landmark } from "../../shared/api.js" */
/** @import { Character, Position, SoundAddress, State, Walk } from "./state.js" */
import { Problem } from "../../shared/api.js";
import { scaleDetail } from "../../shared/float16.js";
import { rounded } from "../address.js";
import { tuneText, withOptions } from "../options.js";
import { foundOn, wantedTune } from "./selectors.js";
import { NO_WALK, playSame } from "./state.js";

/** Actions that change the sound that is played. */

/** @param {Character} character @returns {string | null} the detail scaled by the amount; null is the typical sound */
export function detailOf({ whole, amount }) {
  try {
    return whole && scaleDetail(whole, amount / 100);
  } catch {
    return whole; // from a link, and no detail at all: the server says so in a sentence
  }
}

/** @param {State} state @param {Partial<SoundAddress>} change @param {boolean} [glides] @returns {State} */
const played = (state, change, glides = false) => ({
  ...state,
  sound: { ...state.sound, ...change },
  glides,
  hearing: { ...state.hearing, side: "yours" },
});

/** Moves the position; the detail of the sample and the tune of the hand are kept. @param {State} state @param {Partial<Position>} to @returns {State} */
export function move(state, { x = state.sound.x, y = state.sound.y }) {
  const from = withOwnTune(state);
  return arrived(played(from, { x: rounded(x), y: rounded(y), detail: detailOf(state.character) }));
}

/** Takes back the tune that a landmark brought. @param {State} state @returns {State} */
function withOwnTune(state) {
  const { ownTune, ...character } = state.character;
  if (ownTune === undefined) return state;
  const options = withOptions(state.sound.options, { tune: ownTune });
  return { ...state, character, sound: { ...state.sound, options } };
}

/** Chance moves: the cursor glides there. @param {State} state @param {Position} to @returns {State} */
export const wander = (state, to) => ({ ...move(state, to), glides: true });

/** To a landmark, with its own detail and tune. @param {State} state @param {Landmark} landmark @returns {State} */
export function visit(state, landmark) {
  const { tune = null } = state.sound.options;
  const { ownTune = tune } = state.character;
  const character = { ...state.character, ...(landmark.tune === undefined ? {} : { ownTune }) };
  return arrived(played({ ...state, character }, locationOf(state, landmark)));
}

/**
 * What playing a landmark changes of the sound. Older versions do not say its tune: the hand's stays.
 * @param {State} state @param {Landmark} landmark @returns {Partial<SoundAddress>}
 */
export function locationOf({ sound }, { x, y, detail, tune }) {
  const options = tune === undefined ? sound.options : withOptions(sound.options, { tune: tuneText(tune) });
  return { x: rounded(x), y: rounded(y), detail, options };
}

/** From landmark to landmark. @param {State} state @param {Landmark} landmark @param {Walk} walk @returns {State} */
export const walkTo = (state, landmark, walk) => {
  const there = visit(state, landmark);
  return { ...there, map: { ...there.map, walk } };
};

/** Every other move begins a new walk and hides the hint. @param {State} state @returns {State} */
const arrived = (state) => dismissHint({ ...state, map: { ...state.map, walk: NO_WALK } });

/** Announces a sentence to screen readers. @param {State} state @param {string} said @returns {State} */
export const announce = (state, said) => ({ ...state, map: { ...state.map, said } });

/** Sets how much of the sample's detail is kept. @param {State} state @param {number} amount in per cent @returns {State} */
export function setAmount(state, amount) {
  const character = { ...state.character, amount };
  return { ...state, character, sound: { ...state.sound, detail: detailOf(character) } };
}

/** @param {State} state @param {number} semitones @returns {State} */
export const setTune = (state, semitones) => shape(state, { tune: tuneText(semitones) });

/** Brings the sound that is played to the pitch of the sample. @param {State} state @returns {State} the same where neither has one */
export function tuneToSample(state) {
  const wanted = wantedTune(state);
  return wanted === null ? state : setTune(state, wanted);
}

/** @param {State} state @param {Record<string, string | null>} changes null is the default @returns {State} */
export function shape(state, changes) {
  const { ownTune, ...character } = state.character;
  const kept = "tune" in changes ? { ...state, character } : state;
  return played(kept, { options: withOptions(state.sound.options, changes) });
}

/** @param {State} state @param {Record<string, string | null>} changes null is the default @returns {State} */
export const chooseFormat = (state, changes) => ({
  ...state,
  sound: { ...state.sound, options: withOptions(state.sound.options, changes) },
});

/** Another variation: the same location, other noise. @param {State} state @param {number} seed @returns {State} */
export const vary = (state, seed) => ({ ...state, sound: { ...state.sound, seed } });

/**
 * To a whole sound, perhaps of another model or version.
 * @param {State} state @param {SoundAddress} sound @param {boolean} [glides]
 * @returns {State}
 */
export function goTo(state, sound, glides = true) {
  if (!state.start.models.some(({ name }) => name === sound.model)) return withoutModel(state, sound.model);
  const next = played(state, sound, glides);
  if (playSame(sound, state.sound)) return next;
  const whole = foundOn(state, sound)?.match.detail ?? sound.detail;
  return {
    ...next,
    character: { whole, amount: 100 },
    sample: { ...state.sample, search: null, failure: null },
  };
}

/** @param {State} state @param {string} model @returns {State} */
function withoutModel(state, model) {
  const error = new Problem(`This studio has no model named ${model} any more.`, 0);
  return { ...state, hearing: { ...state.hearing, problem: { error, retry: null, at: Infinity } } };
}

/** Hides the hint. @param {State} state @returns {State} */
export const dismissHint = (state) =>
  state.view.hint ? { ...state, view: { ...state.view, hint: false } } : state;
