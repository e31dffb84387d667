/** @import { State } from "./store.js" */

/** @typedef {{name: string, low: string, high: string}} Axis */
/** @typedef {{name: string, version: string, previous: string | null, family: string, preset: string, licence: string, axes: Axis[], has_detail: boolean, has_tune: boolean, rate: number, length: number}} Model */
/** @typedef {{x: number, y: number, detail: string | null, name: string, brightness_hz: number, length_s: number, pitch_hz?: number, fit_db?: number}} Landmark fit_db: how far off the model is, where the artefact tells */
/** @typedef {{points: Landmark[], axes: Axis[]}} SoundMap */
/** @typedef {{x: number, y: number, detail: string | null, fit_db: number, outside: boolean, sound_url: string, permalink: string}} Match */

/** A failure with the one sentence that the user reads. */
export class Problem extends Error {
  /** @param {string} sentence @param {number} status 0 when nothing answered */
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

const SILENT_SERVER = "The studio does not answer. Check that it is running, then try again.";

/**
 * A fetch that either answers with success or throws a Problem.
 * @param {string} url
 * @param {RequestInit} [options]
 * @returns {Promise<Response>}
 */
export async function request(url, options) {
  const response = await fetch(url, options).catch(() => {
    throw new Problem(SILENT_SERVER, 0);
  });
  if (response.ok) return response;
  throw await problemFrom(response);
}

/** @param {Response} response @returns {Promise<Problem>} */
async function problemFrom(response) {
  const document = await response.json().catch(() => ({}));
  const sentence = document.detail ?? document.title ?? `The studio answered ${response.status}. Try again.`;
  return new Problem(sentence, response.status);
}

/** @param {string} name */
const modelUrl = (name) => `/api/models/${encodeURIComponent(name)}/`;

/** @returns {Promise<Model[]>} */
export async function listModels() {
  const answer = await (await request("/api/models/")).json();
  return answer.results ?? answer;
}

/** @param {string} name @param {string} version @returns {Promise<SoundMap>} */
export async function fetchMap(name, version) {
  return (await request(`${modelUrl(name)}map/?version=${encodeURIComponent(version)}`)).json();
}

/** @param {string} name @param {File} file @param {boolean} refine @returns {Promise<Match>} */
export async function locate(name, file, refine) {
  const body = new FormData();
  body.append("file", file);
  return (await request(`${modelUrl(name)}locate/${refine ? "?refine=1" : ""}`, { method: "POST", body })).json();
}

/** @param {number} value a coordinate @returns {number} at most four decimals: finer than a pixel and than the ear */
export const rounded = (value) => Number(value.toFixed(4));

/** Everything of a sound's address but whose it is. @param {State} state @returns {URLSearchParams} */
export function soundQuery({ x, y, detail, seed, options }) {
  const query = new URLSearchParams({ x: String(x), y: String(y) });
  if (detail) query.set("detail", detail);
  if (seed) query.set("seed", String(seed));
  for (const name of Object.keys(options).toSorted()) query.set(name, options[name] ?? "");
  return query;
}

/**
 * The address of a sound; the same place always has the same address, so that every cache on the way helps.
 * @param {State} state
 */
export function soundUrl(state) {
  const { model, version } = state;
  return `${modelUrl(model)}${encodeURIComponent(version)}/sound.wav?${soundQuery(state)}`;
}
