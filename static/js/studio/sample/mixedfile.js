/** @import { SoundAddress } from "../state/state.js" */
import { fetchBytes } from "../../shared/api.js";
import { encodeWav } from "../../shared/wav.js";
import { soundUrl } from "../address.js";
import { optionNamed } from "../options.js";
import { keepAttack } from "./crossfade.js";

/** @returns {{bits: string, rate: string}} what a file is unless something else was chosen */
const usualFile = () => ({
  bits: optionNamed("bits").default ?? "",
  rate: optionNamed("rate").default ?? "",
});

/**
 * The mix that is heard, made anew from both files at the rate and width that were chosen.
 * @param {SoundAddress} sound @param {File} file the sample @param {number} splitMs how much of the attack stays the sample's
 * @returns {Promise<Blob>} a WAV
 */
export async function mixedFile(sound, file, splitMs) {
  const { bits, rate } = { ...usualFile(), ...sound.options };
  const decoder = new OfflineAudioContext(1, 1, Number(rate));
  const exact = soundUrl({ ...sound, options: { ...sound.options, bits: "32" } });
  const sources = await Promise.all([file.arrayBuffer(), fetchBytes(exact)]);
  const [own, made] = await Promise.all(
    sources.map(async (bytes) => (await decoder.decodeAudioData(bytes)).getChannelData(0)),
  );
  const mixed = keepAttack(
    own ?? new Float32Array(),
    made ?? new Float32Array(),
    splitMs / 1000,
    Number(rate),
  );
  return encodeWav(mixed, Number(rate), Number(bits));
}
