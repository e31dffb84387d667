import { fetchBytes } from "../../shared/api.js";
import { readWav } from "../../shared/readwav.js";

const KEPT = 300; // about 20 MB of decoded sound
const RATE = 44_100; // the studio's own; others are resampled, so that sounds can be mixed

/** Decoding needs no permission to play, so the waveform is there before the first gesture. @type {OfflineAudioContext | null} */
let decoder = null;

/** @type {Map<string, AudioBuffer>} least recently heard first */
const heard = new Map();

/** @type {Map<string, Promise<AudioBuffer>>} on their way */
const coming = new Map();

/** @param {ArrayBuffer} bytes @returns {Promise<AudioBuffer>} */
export async function decode(bytes) {
  const samples = readWav(bytes, RATE);
  if (!samples?.length) {
    decoder ??= new OfflineAudioContext(1, 1, RATE);
    return decoder.decodeAudioData(bytes);
  }
  const sound = new AudioBuffer({ length: samples.length, sampleRate: RATE });
  sound.copyToChannel(samples, 0);
  return sound;
}

/** @param {string} url @returns {boolean} whether it is here already */
export const isHere = (url) => heard.has(url);

/**
 * The sound at an address, from memory when it was heard before; one that is on its way is waited for, not asked for again.
 * @param {string} url
 * @param {RequestInit} [options] of the first who asks
 * @returns {Promise<AudioBuffer>}
 */
export async function fetchSound(url, options) {
  const known = heard.get(url);
  if (!known && !coming.has(url))
    coming.set(
      url,
      load(url, options).finally(() => coming.delete(url)),
    );
  const sound = known ?? (await /** @type {Promise<AudioBuffer>} */ (coming.get(url)));
  keep(url, sound);
  return sound;
}

/** @param {string} url @param {RequestInit} [options] */
const load = async (url, options) => decode(await fetchBytes(url, options));

/** @param {string} url @param {AudioBuffer} sound */
function keep(url, sound) {
  heard.delete(url);
  heard.set(url, sound);
  for (const oldest of heard.keys()) {
    if (heard.size <= KEPT) break;
    heard.delete(oldest);
  }
}
