/** @import { PlayerInfo } from "../../shared/api.js" */
/** @import { SoundAddress } from "../state/state.js" */
/** @import { Sound } from "./levels.js" */
import { loadAndCompile, loadLiteRt, Tensor } from "@litertjs/core";
import { frameOf, readerOf } from "./features.js";
import { inputsOf } from "./inputs.js";
import { shape } from "./shape.js";

/**
 * Renders sounds beside the page's main thread. It gets one message to load a player, then one for each sound, and
 * answers each with the number that came with it.
 *
 * @typedef {{number: number, load: {litert: string, player: PlayerInfo, key: string}}} Load
 * @typedef {{number: number, render: {key: string, sound: SoundAddress}}} Render
 * @typedef {{number: number, encode: {key: string, sample: Sound}}} Encode
 * @typedef {{number: number, samples?: Float32Array<ArrayBuffer>, error?: string}} Answer
 * @typedef {Awaited<ReturnType<typeof loadAndCompile>>} Network
 */

const KEPT = 3; // players in memory

/** @typedef {{network: Network, encoder: Promise<Network | null>, player: PlayerInfo}} Loaded encoder: null where it cannot be loaded */

/** @type {Map<string, Loaded>} by version, least recently loaded first */
const loaded = new Map();

/** @type {Promise<unknown> | null} */
let runtime = null;

/** @param {Load["load"]} wanted */
async function load({ litert, player, key }) {
  if (loaded.has(key)) return;
  runtime ??= loadRuntime(litert);
  const network = await compiled(player.url);
  // after the player, which is wanted sooner
  const encoder = readerOf(player) ? compiled(player.encoder_url).catch(() => null) : Promise.resolve(null);
  loaded.set(key, { network, encoder, player });
  for (const [oldest, known] of loaded) {
    if (loaded.size <= KEPT) break;
    loaded.delete(oldest);
    known.network.delete();
    (await known.encoder)?.delete();
  }
}

/** @param {string} url @returns {Promise<Network>} */
async function compiled(url) {
  const bytes = await fetchBytes(url);
  await runtime;
  return loadAndCompile(bytes, { accelerator: "wasm" });
}

/**
 * LiteRT gets no graphics processor, which it would wake for nothing. It warns of that, and reports its start as errors.
 * @param {string} litert
 */
function loadRuntime(litert) {
  Object.assign(self, { Module: { printErr: console.debug } });
  console.warn = console.debug;
  Object.defineProperty(navigator, "gpu", { value: undefined });
  return loadLiteRt(litert);
}

/** @param {string} url */
async function fetchBytes(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** @param {Render["render"]} wanted @returns {Promise<Float32Array<ArrayBuffer>>} */
async function render({ key, sound }) {
  const found = loaded.get(key);
  if (!found) throw new Error(`${key} is not loaded`);
  const finished = await run(found.network, inputsOf(sound, found.player));
  return shape(finished, sound.options, found.player.peak_sample);
}

/** The latents of a sample; empty where the page cannot read it, or not as this encoder does. @param {Encode["encode"]} wanted @returns {Promise<Sound>} */
async function encode({ key, sample }) {
  const { encoder, player } = loaded.get(key) ?? {};
  const network = await encoder;
  const [read, frame] = player ? [readerOf(player), frameOf(sample, player.peak_sample, player.length)] : [];
  return network && read && frame ? run(network, { features: read(frame) }) : new Float32Array();
}

/** Tensors are freed by hand. @param {Network} network @param {Record<string, Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>>} inputs @returns {Promise<Float32Array<ArrayBuffer>>} */
async function run(network, inputs) {
  const given = Object.fromEntries(
    network.getInputDetails().map(({ name, shape }) => {
      const values = inputs[name] ?? new Float32Array();
      return [name, new Tensor(values, [...shape])];
    }),
  );
  const made = Object.values(await network.run(given));
  try {
    return Float32Array.from(/** @type {Float32Array} */ (made[0]?.toTypedArray()));
  } finally {
    for (const tensor of [...Object.values(given), ...made]) tensor.delete();
  }
}

addEventListener("message", async (/** @type {MessageEvent<Load | Render | Encode>} */ { data }) => {
  /** @type {Answer} */
  const answer = { number: data.number };
  try {
    if ("load" in data) await load(data.load);
    else answer.samples = await ("render" in data ? render(data.render) : encode(data.encode));
  } catch (error) {
    answer.error = String(error);
  }
  postMessage(answer, { transfer: answer.samples ? [answer.samples.buffer] : [] });
});
