/** @import { State, Step } from "./state.js" */
import { soundUrl } from "../address.js";
import { NO_STEPS, playSame } from "./state.js";

const KEPT = 200;

/** @param {State} state @returns {Step} */
const stepOf = ({ sound, character }) => ({ sound, character });

/** @param {State} state @param {State} before */
const soundsTheSame = (state, before) =>
  soundUrl(state.sound) === soundUrl(before.sound) && state.character.amount === before.character.amount;

/**
 * Adds a step for what has changed. All that one gesture changes, a whole drag or a held key, is one step.
 * @param {State} state @param {State} before
 * @returns {State}
 */
export function recorded(state, before) {
  if (state.steps !== before.steps || !before.sound.version || soundsTheSame(state, before)) return state;
  const { past, open } = before.steps;
  const steps = open ? past : [...past, stepOf(before)].slice(-KEPT);
  return { ...state, steps: { past: steps, future: [], open: true } };
}

/** A new gesture: what it changes is a step of its own. @param {State} state @returns {State} */
export const beginGesture = (state) =>
  state.steps.open ? { ...state, steps: { ...state.steps, open: false } } : state;

/** Changes that the page makes by itself are no steps. @param {State} state @returns {State} */
export const forgetSteps = (state) => ({ ...state, steps: NO_STEPS });

/** @param {State} state @returns {State} */
export function undo(state) {
  const { past, future } = state.steps;
  const step = past.at(-1);
  if (!step) return state;
  const steps = { past: past.slice(0, -1), future: [...future, stepOf(state)], open: false };
  return { ...returned(state, step), steps };
}

/** @param {State} state @returns {State} */
export function redo(state) {
  const { past, future } = state.steps;
  const step = future.at(-1);
  if (!step) return state;
  const steps = { past: [...past, stepOf(state)], future: future.slice(0, -1), open: false };
  return { ...returned(state, step), steps };
}

/** The sound and the amount of detail are as they were; a search for another map is void. @param {State} state @param {Step} step @returns {State} */
function returned(state, { sound, character }) {
  const sample = playSame(sound, state.sound)
    ? state.sample
    : { ...state.sample, search: null, failure: null };
  return {
    ...state,
    sound,
    character,
    sample,
    glides: true,
    hearing: { ...state.hearing, side: "yours" },
  };
}
