/** @import { Model } from "../../shared/api.js" */
/** @import { Found, MixInputs, Played, SoundAddress, State } from "./state.js" */
import { pitchUrl, rounded, soundUrl } from "../address.js";
import { fileName } from "../filename.js";
import { tuneWithin } from "../options.js";
import { keepAttack } from "../sample/crossfade.js";
import { latest } from "./latest.js";
import { playSame } from "./state.js";

/** Values derived from the state. */

/** @param {State} state @returns {Model | undefined} the one that is played */
export const modelOf = ({ start, sound }) => start.models.find(({ name }) => name === sound.model);

/** @param {State} state @param {Played} played @returns {Found | null} the sample as it was found on this map */
export const foundOn = ({ sample }, played) => sample.found.find((one) => playSame(one, played)) ?? null;

/** @param {State} state @returns {Found | null} the sample as it was found on the map that is played */
export const foundHere = (state) => foundOn(state, state.sound);

/** @param {State} state @returns {boolean} whether the page renders the sounds of the version that is played */
export const rendersHere = ({ renders, sound }) => renders !== null && playSame(renders, sound);

/** @param {SoundAddress} sound @returns {number} semitones */
export const tuneOf = ({ options: { tune = "0" } }) => Number(tune);

/** Render options that change what is heard beside pitch by tune, level and noise. */
const SHAPING = ["pitch", "length", "fade", "lowcut", "highcut"];

/** @param {State} state @returns {boolean} whether the sound that is played is that of the sample's location, at any tune */
export function foundIsPlayed(state) {
  const { sound, character } = state;
  const match = foundHere(state)?.match;
  if (!match || sound.x !== rounded(match.x) || sound.y !== rounded(match.y)) return false;
  const whole = character.whole === match.detail && (match.detail === null || character.amount === 100);
  return whole && sound.detail === match.detail && SHAPING.every((name) => !(name in sound.options));
}

/** @param {State} state @returns {number | null} the measured note of the location without tune, in Hz; null where there is none or it is not here yet */
function restingHz(state) {
  const { pitch, sound } = state;
  const match = foundIsPlayed(state) ? foundHere(state)?.match : null;
  if (match?.sound.pitch_hz) return match.sound.pitch_hz / 2 ** (match.tune / 12);
  return pitch.of === pitchUrl(sound) ? pitch.hz : null;
}

/** @param {State} state @returns {number | null} the note that is played, in Hz */
export function noteOf(state) {
  const hz = restingHz(state);
  return hz && hz * 2 ** (tuneOf(state.sound) / 12);
}

/** @param {State} state @returns {number | null} the tune that brings the sound that is played to the sample's pitch */
export function wantedTune(state) {
  const match = foundHere(state)?.match;
  if (!match?.pitch_hz || !modelOf(state)?.has_tune) return null;
  if (foundIsPlayed(state)) return match.tune;
  const hz = restingHz(state);
  return hz && tuneWithin(12 * Math.log2(match.pitch_hz / hz));
}

/** @param {State} state @returns {AudioBuffer | null} the sample itself, where this browser can read it */
export const originalOf = (state) => foundHere(state)?.original ?? null;

/** @param {State} state @returns {boolean} whether the sound that is heard has the sample's attack */
export const keepsAttack = (state) => state.hearing.keepsAttack && originalOf(state) !== null;

/** @param {AudioBuffer} original @param {AudioBuffer} made of the same rate @param {number} splitMs @returns {AudioBuffer} */
function mix(original, made, splitMs) {
  const { length, sampleRate } = made;
  const mixed = new AudioBuffer({ length, sampleRate });
  const samples = keepAttack(original.getChannelData(0), made.getChannelData(0), splitMs / 1000, sampleRate);
  mixed.copyToChannel(samples, 0);
  return mixed;
}

const latestMix = latest(mix);

/** @param {State} state @returns {AudioBuffer | null} as the model makes it, perhaps with the sample's attack */
export function yoursOf(state) {
  const made = state.hearing.made?.sound ?? null;
  const original = keepsAttack(state) ? originalOf(state) : null;
  return made && original ? latestMix(original, made, state.hearing.splitMs) : made;
}

/** @param {State} state @returns {"original" | "yours"} */
export const sideOf = (state) => (originalOf(state) ? state.hearing.side : "yours");

/** @param {State} state @returns {AudioBuffer | null} what a hit plays */
export const heardOf = (state) => (sideOf(state) === "original" ? originalOf(state) : yoursOf(state));

/** @param {State} state @returns {string} the sound's address; empty before there is one */
export const urlOf = ({ start, sound }) => (start.entered ? soundUrl(sound) : "");

/** @param {State} state @returns {MixInputs | null} what the file is mixed from; null where the server's file is wanted */
export function mixInputs(state) {
  const { file = null } = foundHere(state) ?? {};
  return keepsAttack(state) && file ? { url: urlOf(state), file, splitMs: state.hearing.splitMs } : null;
}

/** @param {State} state @returns {string | null} the address of the mixed file, when it is the one that is wanted */
export function mixedUrl(state) {
  const [wanted, mixed] = [mixInputs(state), state.mixed];
  if (!wanted || !mixed) return null;
  const { url, file, splitMs } = mixed.of;
  return wanted.url === url && wanted.file === file && wanted.splitMs === splitMs ? mixed.blob : null;
}

/** @param {State} state @returns {{href: string, name: string}} the file that Download saves */
export function downloadOf(state) {
  const [blob, name] = [mixedUrl(state), state.start.entered ? fileName(state.sound) : ""];
  if (state.ownFile && soundUrl(state.ownFile.of) === soundUrl(state.sound))
    return { href: state.ownFile.blob, name: name.replace(/\.wav$/, "-made-by-browser.wav") };
  return blob ? { href: blob, name: name.replace(/\.wav$/, "-my-attack.wav") } : { href: urlOf(state), name };
}
