/** @typedef {{name: string, low: string, high: string}} Axis */
/** @typedef {{name: string, version: string, previous: string | null, returnable: string[], family: string, preset: string, licence: string, axes: Axis[], has_detail: boolean, has_tune: boolean, rate: number, length: number}} Model */
/** @typedef {{x: number, y: number, detail: string | null, tune?: number, name: string, brightness_hz: number, length_s: number, pitch_hz?: number, note_hz?: number | null, fit_db?: number, heard_db?: number}} Landmark heard_db: audible distance of the model's sound from it, fit_db: over all cells; older artefacts lack some */
/** @typedef {{url: string, encoder_url: string, length: number, features: string, tables: number[][], detail_size: number, noise_frames: number, seed_stride: number, peak_sample: number}} PlayerInfo how the inputs of a player follow from a sound's address */
/** @typedef {{points: Landmark[], axes: Axis[], player: PlayerInfo | null}} SoundMap player: null for versions whose sounds the server renders */
/** @typedef {{pitch_hz: number | null, length_s: number, brightness_hz: number}} Character what can be told apart by ear */
/** @typedef {{x: number, y: number, detail: string | null, tune: number, pitch_hz: number | null, glide: number[] | null, heard_db: number, fit_db: number, outside: boolean, better: string[], sample: Character, sound: Character, sound_url: string, permalink: string}} Match better: names of models that the sample fits clearly better */

/** @typedef {{detail?: string, title?: string, type?: string, retry?: boolean, parameters?: Record<string, unknown>} & Record<string, any>} ProblemDocument RFC 9457 */

/** A failure with the one sentence that the user reads. */
export class Problem extends Error {
  /** @param {string} sentence @param {number} status 0 when nothing answered @param {ProblemDocument} [members] the whole problem document */
  constructor(sentence, status, members = {}) {
    super(sentence);
    this.status = status;
    this.members = members;
  }

  /** @returns {boolean} whether the same request can succeed later: as the server says, or because no server answered */
  get retry() {
    return this.members.retry ?? (this.status === 0 || this.status >= 500);
  }
}

/** @param {unknown} error @returns {boolean} whether trying again can help; after an unexpected error it may */
export const mayRetry = (error) => !(error instanceof Problem) || error.retry;

/** @param {unknown} error @returns {boolean} whether nothing answered */
export const isCutOff = (error) => error instanceof Problem && error.status === 0;

const SILENT_SERVER = "The studio does not answer. Check that it is running, then try again.";

const PATIENCE_S = 8; // the studio itself gives up after five
export const LONG_PATIENCE_S = 60; // where something large is sent or made

/**
 * A fetch that either answers with success or throws a Problem.
 * @param {string} url
 * @param {RequestInit} [options]
 * @param {number} [patienceS] how long to wait for an answer; 0 for no limit
 * @returns {Promise<Response>}
 */
export async function request(url, options = {}, patienceS = 0) {
  const signals = [options.signal, patienceS ? AbortSignal.timeout(1000 * patienceS) : null].filter(
    (signal) => !!signal,
  );
  const response = await fetch(url, { ...options, signal: AbortSignal.any(signals) }).catch(noAnswer);
  if (response.ok) return response;
  throw await problemFrom(response);
}

/** @returns {never} */
function noAnswer() {
  throw new Problem(SILENT_SERVER, 0);
}

/**
 * The bytes at an address, within `PATIENCE_S`.
 * @param {string} url
 * @param {RequestInit} [options]
 * @returns {Promise<ArrayBuffer>}
 */
export async function fetchBytes(url, options) {
  return (await request(url, options, PATIENCE_S)).arrayBuffer().catch(noAnswer);
}

/** @param {Response} response @returns {Promise<Problem>} */
async function problemFrom(response) {
  const document = await response.json().catch(() => ({}));
  const sentence = document.detail ?? document.title ?? `The studio answered ${response.status}. Try again.`;
  return new Problem(sentence, response.status, document);
}

/** @param {string} name */
const modelUrl = (name) => `/api/models/${encodeURIComponent(name)}/`;

/** @returns {Promise<Model[]>} */
export async function listModels() {
  const answer = await (await request("/api/models/", {}, PATIENCE_S)).json();
  return answer.results ?? answer;
}

/** @param {string} name @param {string} version @returns {Promise<SoundMap>} */
export async function fetchMap(name, version) {
  return (
    await request(`${modelUrl(name)}map/?version=${encodeURIComponent(version)}`, {}, PATIENCE_S)
  ).json();
}

/** @param {{model: string, version: string}} on of the map @param {File} file @param {boolean} refine @returns {Promise<Match>} */
export async function locate({ model, version }, file, refine) {
  const query = new URLSearchParams(refine ? { version, refine: "1" } : { version });
  const body = new FormData();
  body.append("file", file);
  return (
    await request(`${modelUrl(model)}locate/?${query}`, { method: "POST", body }, LONG_PATIENCE_S)
  ).json();
}

/** The note of a location, without tune. @param {string} url of `pitchUrl` @returns {Promise<number | null>} in Hz */
export async function fetchPitch(url) {
  return (await (await request(url, {}, PATIENCE_S)).json()).pitch_hz;
}
