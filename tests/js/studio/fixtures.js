/** @import { Model, Match } from "../../../static/js/shared/api.js" */
/** @import { SoundAddress } from "../../../static/js/studio/state/state.js" */
import { readKept, readView } from "../../../static/js/studio/effects/keeping.js";
import { useOptionTable } from "../../../static/js/studio/options.js";
import { offerModels, rememberLeft } from "../../../static/js/studio/state/start.js";
import { initialState } from "../../../static/js/studio/state/state.js";
import { recorded } from "../../../static/js/studio/state/steps.js";
import { createStore } from "../../../static/js/studio/store.js";
import { servedTable } from "../table.js";

useOptionTable(servedTable());

/** Two numbers of detail, 1.5 and -2, as 16-bit floats in base64url. */
export const DETAIL = "AD4AwA";

/** @type {SoundAddress} */
export const ADDRESS = { model: "", version: "", x: 0.5, y: 0.5, detail: null, seed: 0, options: {} };

/** @param {string} name @param {string} [version] @returns {Model} */
export const model = (name, version = "1") => ({
  name,
  version,
  previous: null,
  returnable: [],
  family: "modal",
  preset: "modal",
  licence: "",
  axes: [],
  has_detail: true,
  has_tune: true,
  rate: 44_100,
  length: 16_384,
});

/** @param {Partial<Match>} [changes] @returns {Match} */
export const match = (changes = {}) => ({
  x: 0.2,
  y: 0.3,
  detail: DETAIL,
  tune: 0,
  pitch_hz: 180,
  glide: [200, 190, 180],
  heard_db: 3,
  fit_db: 3,
  outside: false,
  better: [],
  sample: { pitch_hz: 180, length_s: 0.2, brightness_hz: 2000 },
  sound: { pitch_hz: 180, length_s: 0.2, brightness_hz: 2000 },
  sound_url: "",
  permalink: "",
  ...changes,
});

/** A browser that keeps nothing. */
const KEPT = readKept({ read: () => undefined });

/** @param {Partial<SoundAddress>} [wanted] what the link asks for */
export const freshState = (wanted = {}) => initialState({ ...ADDRESS, ...wanted }, KEPT, readView());

/** A store of a studio with a snare and a kick. @param {Partial<SoundAddress>} [wanted] what the link asks for */
export function openStore(wanted) {
  const store = createStore(freshState(wanted), (state, before) =>
    recorded(rememberLeft(state, before), before),
  );
  store.dispatch(offerModels, [model("snare"), model("kick")]);
  return store;
}
