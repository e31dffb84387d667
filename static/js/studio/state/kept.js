/** @import { Moment } from "../history/moments.js" */
/** @import { Pin } from "../history/morph.js" */
/** @import { LevelSetting } from "../playback/level.js" */
/** @import { Kept, State, View } from "./state.js" */
import { merged } from "../history/moments.js";
import { permalink } from "../permalink.js";

/** Actions of what this browser keeps. */

const MOST_HEARD = 60;

/** @param {State} state @param {Partial<Kept>} change @returns {State} */
export const keep = (state, change) => ({ ...state, kept: { ...state.kept, ...change } });

/** @param {State} state @param {Moment} moment @returns {State} */
export function rememberHeard(state, moment) {
  const { heard } = state.kept;
  if (heard.some(({ link }) => link === moment.link)) return state;
  return keep(state, { heard: [moment, ...heard].slice(0, MOST_HEARD) });
}

/** @param {State} state @returns {State} */
export const forgetHeard = (state) => keep(state, { heard: [] });

/** @param {State} state @param {string} said for screen readers @returns {State} */
const saying = (state, said) => ({ ...state, history: { ...state.history, said } });

/** @param {State} state @param {Moment} moment @returns {State} */
export function addFavourite(state, moment) {
  const others = state.kept.favourites.filter(({ link }) => link !== moment.link);
  return saying(keep(state, { favourites: [moment, ...others] }), "Kept as a favourite");
}

/** @param {State} state @param {string} link @returns {State} */
export function removeFavourite(state, link) {
  const favourites = state.kept.favourites.filter((moment) => moment.link !== link);
  return saying(keep(state, { favourites }), "No favourite any more");
}

/** @param {State} state @returns {boolean} whether the sound that is played is a favourite */
export function isFavourite({ kept, sound }) {
  const link = permalink(sound);
  return kept.favourites.some((moment) => moment.link === link);
}

/** @param {State} state @returns {State} */
export const switchFavourites = (state) => ({
  ...state,
  history: { ...state.history, showsFavourites: !state.history.showsFavourites },
});

/** Pins the sound that is played, where the way between the pins is now. @param {State} state @param {Pin} pin @returns {State} */
export const pinSound = (state, pin) => ({
  ...keep(state, { pins: { ...state.kept.pins, [pin]: permalink(state.sound) } }),
  history: { ...state.history, share: pin === "a" ? 0 : 1 },
});

/** @param {State} state @param {number} share 0 is pin A, 1 is pin B @returns {State} */
export const setShare = (state, share) => ({ ...state, history: { ...state.history, share } });

/** @param {State} state @param {number} distance how far a random sound nearby may lie, as a share of the map's side @returns {State} */
export const setDistance = (state, distance) => ({ ...state, history: { ...state.history, distance } });

/** @param {State} state @param {Partial<LevelSetting>} change @returns {State} */
export const setLevel = (state, change) => keep(state, { level: { ...state.kept.level, ...change } });

/** Lists grow; pins and pattern are replaced where the file has some. @param {State} state @param {Partial<Kept>} given @returns {State} */
export function importKept(state, { heard = [], favourites = [], pins = {}, beat }) {
  const { kept } = state;
  return keep(state, {
    heard: merged(kept.heard, heard),
    favourites: merged(kept.favourites, favourites),
    pins: Object.keys(pins).length ? pins : kept.pins,
    beat: beat ?? kept.beat,
  });
}

/** @param {State} state @param {string | null} sentence null once it is over @param {boolean} mayHelp whether to write again @returns {State} */
export const noteKeepProblem = (state, sentence, mayHelp) => ({
  ...state,
  keepProblem: sentence ? { sentence, mayHelp } : null,
});

/** @param {State} state @param {Partial<View>} change @returns {State} */
export const look = (state, change) => ({ ...state, view: { ...state.view, ...change } });

/** @param {State} state @param {State["tool"]} tool @returns {State} */
export const openTool = (state, tool) => ({ ...state, tool });
