/** @import { Axis, Landmark, Match, Model, PlayerInfo } from "../../shared/api.js" */
/** @import { Row } from "../beat/grooves.js" */
/** @import { BeatSetting } from "../beat/setting.js" */
/** @import { Slot } from "../beat/slots.js" */
/** @import { Kit } from "../export/kit.js" */
/** @import { Moment } from "../history/moments.js" */
/** @import { Pins } from "../history/morph.js" */
/** @import { Property } from "../map/shading.js" */
/** @import { Hit } from "../sample/hit.js" */
/** @import { LevelSetting } from "../playback/level.js" */

/** @typedef {Readonly<Record<string, string>>} Options options that differ from their defaults, texts as in an address */

/** @typedef {{x: number, y: number}} Position */

/**
 * All that determines a sound: what its address and the permalink hold.
 * @typedef {Object} SoundAddress
 * @property {string} model
 * @property {string} version
 * @property {number} x
 * @property {number} y
 * @property {string | null} detail base64url; null is the typical sound of the position
 * @property {number} seed
 * @property {Options} options
 */

/** @typedef {Pick<SoundAddress, "model" | "version">} Played a version, and so a map */

/** @typedef {{whole: string | null, amount: number, ownTune?: string | null}} Character the detail of a sample or a link, how many per cent of it a move keeps, and at a landmark the tune that a move takes back */

/** @typedef {{version: string, x: number, y: number, detail: string | null, tune: string | null, character: Character}} Left the location at which a model was left */

/** @typedef {{sound: SoundAddress, character: Character}} Step a state that undo restores */

/** @typedef {{past: readonly Step[], future: readonly Step[], open: boolean}} Steps open: the gesture that goes on has its step already */

/** @typedef {Played & {file: File, match: Match, refined: boolean, original: AudioBuffer | null, hit: Hit | null}} Found original: null where the browser cannot read the file; hit: the one that was used of a long sample */

/** @typedef {{file: File, refined: boolean, on: Played, from: Position}} Search from: where the hand was when the search began */

/** @typedef {Position & {search: Search}} Guess where the page itself found the sample of a search, before the server's answer */

/** @typedef {{error: unknown, retry: "sound" | "mix" | null, at: number}} SoundProblem at: in milliseconds of `performance.now()` */

/** @typedef {{of: SoundAddress, sound: AudioBuffer, audible: boolean, byPage: boolean}} Made a sound as the model makes it; audible: whether the user asked to hear it; byPage: whether the page has rendered it, and not the server */

/** @typedef {{url: string, file: File, splitMs: number}} MixInputs the sound, the sample and the split of a mixed file */

/** @typedef {"sample" | "shape" | "beat" | "export"} Tool */

/** @typedef {{heard: Moment[], favourites: Moment[], pins: Pins, beat: BeatSetting, level: LevelSetting}} Kept what this browser keeps */

/** @typedef {{shading: Property, auditions: boolean, hint: boolean}} View hint: whether the line for a first visit is shown */

/**
 * The whole state of the studio. Only actions change it; panels and effects read it.
 * @typedef {Object} State
 * @property {SoundAddress} sound the one that is played
 * @property {Character} character
 * @property {boolean} glides whether the cursor glides to its position
 * @property {Readonly<Record<string, Left>>} left by the model's name
 * @property {{phase: "loading" | "ready" | "empty" | "failed", entered: boolean, models: Model[], error: unknown}} start
 * @property {{of: Played | null, points: Landmark[], axes: Axis[], player: PlayerInfo | null, error: unknown, walk: Walk, said: string}} map
 *   player: of the version, once its map is there; said: for screen readers
 * @property {{search: Search | null, found: readonly Found[], failure: {search: Search, error: unknown} | null, early: File | null, guess: Guess | null}} sample
 *   found: one for each map on which the file was looked for; early: dropped before there was a map
 * @property {{made: Made | null, side: "original" | "yours", keepsAttack: boolean, splitMs: number, words: string, problem: SoundProblem | null, blocked: boolean, hits: number, hitS: number}} hearing
 *   words: what the sound waits for; hits: how many were heard, the latest for hitS seconds
 * @property {{of: string, hz: number | null}} pitch the note of a location without tune, and the address that it was asked for at
 * @property {{of: SoundAddress, blob: string} | null} ownFile a file of the sound that the page has rendered, while there is no network
 * @property {Played | null} renders the version whose sounds the page renders itself
 * @property {boolean} offline whether the server is out of reach
 * @property {{of: MixInputs, blob: string} | null} mixed the file with the sample's attack, made in this browser
 * @property {Kit} kit
 * @property {{mode: "off" | "loop" | "beat", step: number, slots: Partial<Record<Row, Slot>>}} beat step: the one that sounds, -1 for none
 * @property {Kept} kept
 * @property {{sentence: string, mayHelp: boolean} | null} keepProblem mayHelp: whether to write again
 * @property {{showsFavourites: boolean, share: number, distance: number, said: string}} history share: from pin A to pin B
 * @property {Steps} steps
 * @property {Tool} tool
 * @property {View} view
 */

/** @type {Character} */
export const NO_CHARACTER = { whole: null, amount: 100 };

/** @type {Steps} */
export const NO_STEPS = { past: [], future: [], open: false };

/** @typedef {{path: readonly number[], at: number}} Walk landmarks by their index, in the order in which they were visited */

/** @type {Walk} */
export const NO_WALK = { path: [], at: -1 };

/** @type {Kit} */
const EMPTY_KIT = {
  of: "points",
  count: 8,
  layout: "round-robin",
  lists: {},
  drawing: false,
  busy: false,
  said: "",
  error: null,
};

/**
 * The studio before anything has answered.
 * @param {SoundAddress} sound what the link asks for @param {Kept} kept @param {View} view
 * @returns {State}
 */
export const initialState = (sound, kept, view) => ({
  sound,
  character: NO_CHARACTER,
  glides: false,
  left: {},
  start: { phase: "loading", entered: false, models: [], error: null },
  map: { of: null, points: [], axes: [], player: null, error: null, walk: NO_WALK, said: "" },
  sample: { search: null, found: [], failure: null, early: null, guess: null },
  hearing: {
    made: null,
    side: "yours",
    keepsAttack: false,
    splitMs: 20,
    words: "",
    problem: null,
    blocked: false,
    hits: 0,
    hitS: 0,
  },
  pitch: { of: "", hz: null },
  ownFile: null,
  renders: null,
  offline: false,
  mixed: null,
  kit: EMPTY_KIT,
  beat: { mode: "off", step: -1, slots: {} },
  kept,
  keepProblem: null,
  history: { showsFavourites: false, share: 0, distance: 0.1, said: "" },
  steps: NO_STEPS,
  tool: "sample",
  view,
});

/** @param {Played} one @param {Played} other */
export const playSame = (one, other) => one.model === other.model && one.version === other.version;
