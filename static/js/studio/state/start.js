/** @import { Model, SoundMap } from "../../shared/api.js" */
/** @import { Left, Played, State } from "./state.js" */
import { optionsFor, withOptions } from "../options.js";
import { dropped, searchAgain } from "./sample.js";
import { foundOn } from "./selectors.js";
import { NO_CHARACTER, NO_STEPS, NO_WALK, playSame } from "./state.js";

/** Actions that bring models and maps. */

/** @param {State} state @returns {State} */
export const startLoading = (state) => ({
  ...state,
  start: { ...state.start, phase: "loading", error: null },
});

/** @param {State} state @param {unknown} error @returns {State} */
export const failToStart = (state, error) => ({
  ...state,
  start: { ...state.start, phase: "failed", error },
});

/** The models are there: play what the link asks for, or the first. @param {State} state @param {Model[]} models @returns {State} */
export function offerModels(state, models) {
  const offered = { ...state, start: { ...state.start, models } };
  const { model: wanted } = state.sound;
  const model =
    models.find(({ name }) => name === wanted) ?? models.find(({ name }) => name === "snare") ?? models[0];
  return model ? begin(offered, model) : { ...offered, start: { ...offered.start, phase: "empty" } };
}

/** @param {State} state @param {Model} model @returns {State} */
function begin(state, model) {
  const honoured = state.sound.model === model.name;
  const version = honoured && state.sound.version ? state.sound.version : model.version;
  const detail = honoured && model.has_detail ? state.sound.detail : null;
  const options = optionsFor(state.sound.options, model);
  /** @type {State} */
  const begun = {
    ...state,
    sound: { ...state.sound, model: model.name, version, detail, options },
    character: { whole: detail, amount: 100 },
    start: { ...state.start, entered: true },
    steps: NO_STEPS,
  };
  return begun.sample.early ? dropped(begun, begun.sample.early) : begun;
}

/** To a model's newest version, and there to the location at which it was left. @param {State} state @param {Model} model @returns {State} */
export function chooseModel(state, model) {
  const played = { model: model.name, version: model.version };
  const left = state.left[model.name];
  const tuned = withOptions(state.sound.options, { tune: left?.tune ?? null }); // a tune belongs to a location
  const options = optionsFor(tuned, model);
  const position = left ? { x: left.x, y: left.y } : {};
  const { detail, character } = characterOn(state, played, left);
  const chosen = {
    ...state,
    sound: { ...state.sound, ...played, ...position, detail, options },
    character,
    glides: Boolean(left),
    hearing: { ...state.hearing, side: /** @type {const} */ ("yours"), keepsAttack: false },
  };
  if (!foundOn(state, played)) return searchAgain(chosen);
  return { ...chosen, sample: { ...state.sample, search: null, failure: null } };
}

/** A detail means nothing to another version. @param {State} state @param {Played} played @param {Left | undefined} left */
function characterOn(state, played, left) {
  if (left?.version === played.version) return left;
  const whole = foundOn(state, played)?.match.detail ?? null;
  return { detail: null, character: { ...NO_CHARACTER, whole } };
}

/** Remembers where a model is left. @param {State} state @param {State} before @returns {State} */
export function rememberLeft(state, before) {
  const { model, version, x, y, detail } = before.sound;
  const { tune = null } = before.sound.options;
  if (!before.start.entered || model === state.sound.model) return state;
  const left = { version, x, y, detail, tune, character: before.character };
  return { ...state, left: { ...state.left, [model]: left } };
}

/** Another map is on its way. @param {State} state @param {Played} of @returns {State} */
export const awaitMap = (state, of) => ({
  ...state,
  map: { ...state.map, of, points: [], axes: modelAxes(state), player: null, error: null, walk: NO_WALK },
});

/** @param {State} state */
const modelAxes = ({ start, sound }) => start.models.find(({ name }) => name === sound.model)?.axes ?? [];

/** A map has come; one of a version that was left meanwhile is not shown. @param {State} state @param {Played} of @param {SoundMap} map @returns {State} */
export const showMap = (state, of, { points, axes, player }) =>
  ready(playSame(state.sound, of) ? { ...state, map: { ...state.map, points, axes, player } } : state);

/** @param {State} state @param {Played} of @param {unknown} error @returns {State} */
export const failMap = (state, of, error) =>
  ready(playSame(state.sound, of) ? { ...state, map: { ...state.map, error } } : state);

/** @param {State} state @returns {State} */
const ready = (state) =>
  state.start.phase === "loading" ? { ...state, start: { ...state.start, phase: "ready" } } : state;
