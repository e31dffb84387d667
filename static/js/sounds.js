import { request } from "./api.js";

const KEPT = 300; // about 20 MB of decoded sound

/** Decoding needs no permission to play, so the waveform is there before the first gesture. */
const decoder = new OfflineAudioContext(1, 1, 44_100);

/** @type {Map<string, AudioBuffer>} least recently heard first */
const heard = new Map();

/** @param {ArrayBuffer} bytes @returns {Promise<AudioBuffer>} */
export const decode = (bytes) => decoder.decodeAudioData(bytes);

/**
 * The sound at an address, from memory when it was heard before.
 * @param {string} url
 * @returns {Promise<AudioBuffer>}
 */
export async function fetchSound(url) {
  const known = heard.get(url);
  const sound = known ?? (await decode(await (await request(url)).arrayBuffer()));
  heard.delete(url);
  heard.set(url, sound);
  for (const oldest of heard.keys()) {
    if (heard.size <= KEPT) break;
    heard.delete(oldest);
  }
  return sound;
}
