/** @import { PlayerInfo } from "../../shared/api.js" */
/** @import { SoundAddress } from "../state/state.js" */
import { detailOf, numbersOf } from "../../shared/float16.js";
import { between } from "./levels.js";
import { isNormalised } from "./shape.js";

/** The inputs of a player, as `sampler/model/inference.py` makes them of a location. */

/**
 * @param {SoundAddress} sound @param {PlayerInfo} player
 * @returns {Record<string, Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>>} by name; a player ignores those that it has no input for
 */
export function inputsOf(
  { x, y, detail, seed, options },
  { tables, detail_size, noise_frames, seed_stride },
) {
  const latent = [x, y].map((at, axis) => latentAt(tables[axis] ?? [], at));
  return {
    latent: Float32Array.from(latent),
    detail: detail ? numbersOf(detail) : new Float32Array(detail_size),
    tune: Float32Array.of(Number(options.tune ?? 0)),
    shift: Int32Array.of(noise_frames ? (seed * seed_stride) % noise_frames : 0),
    norm: Float32Array.of(isNormalised(options) ? 1 : 0),
  };
}

/**
 * The location of which an encoder gives the latents: the way back.
 * @param {readonly number[]} latents of the map's two axes, then those of the detail @param {PlayerInfo} player
 * @returns {{x: number, y: number, detail: string | null}}
 */
export function locationOf([x = 0, y = 0, ...detail], { tables, detail_size }) {
  return {
    x: positionAt(tables[0] ?? [], x),
    y: positionAt(tables[1] ?? [], y),
    detail: detail_size ? detailOf(detail.slice(0, detail_size)) : null,
  };
}

/** @param {readonly number[]} table rising or falling @param {number} latent @returns {number} 0…1, the nearest end for a latent beyond it */
function positionAt(table, latent) {
  const rises = (table.at(-1) ?? 0) >= (table[0] ?? 0);
  const after = table.findIndex((each) => (rises ? each >= latent : each <= latent));
  if (after <= 0) return after === 0 ? 0 : 1;
  const [low, high] = [table[after - 1] ?? 0, table[after] ?? 0];
  return (after - 1 + (latent - low) / (high - low)) / (table.length - 1);
}

/** @param {readonly number[]} table at equally spaced positions @param {number} position 0…1 */
const latentAt = (table, position) => between(table, position * (table.length - 1));
