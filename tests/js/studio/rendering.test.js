/** What a page needs to render a sound itself: the inputs of the player, and the shaping of what it makes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { alignPeak } from "../../../static/js/studio/rendering/align.js";
import { readerOf } from "../../../static/js/studio/rendering/features.js";
import { inputsOf, locationOf } from "../../../static/js/studio/rendering/inputs.js";
import { loudest, PEAK_LEVEL } from "../../../static/js/studio/rendering/levels.js";
import { resample } from "../../../static/js/studio/rendering/resample.js";
import { isShapeable, shape } from "../../../static/js/studio/rendering/shape.js";
import { ADDRESS, DETAIL } from "./fixtures.js";

const PLAYER = {
  url: "",
  encoder_url: "",
  length: 8192,
  features: "log_mel",
  tables: [
    [-1, 0, 3],
    [2, -2],
  ],
  detail_size: 2,
  noise_frames: 513,
  seed_stride: 97,
  peak_sample: 441,
};

/** @param {number} length */
const drum = (length) =>
  Float32Array.from({ length }, (_, i) =>
    i < 441 ? 0 : Math.cos((i - 441) / 9) * Math.exp((441 - i) / 2000),
  );

test("the inputs of a player follow from the address of a sound", () => {
  const sound = { ...ADDRESS, x: 0.75, y: 0.25, seed: 12, options: { tune: "-3.5", norm: "0" } };
  const inputs = inputsOf(sound, PLAYER);
  assert.deepEqual([...(inputs.latent ?? [])], [1.5, 1]);
  assert.deepEqual([...(inputs.detail ?? [])], [0, 0]);
  assert.deepEqual([...(inputs.tune ?? [])], [-3.5]);
  assert.deepEqual([...(inputs.shift ?? [])], [(12 * 97) % 513]);
  assert.deepEqual([...(inputs.norm ?? [])], [0]);
  const usual = inputsOf({ ...ADDRESS, x: 1, y: 1, detail: DETAIL, seed: 2 ** 31 - 1 }, PLAYER);
  assert.deepEqual([...(usual.latent ?? [])], [3, -2]);
  assert.deepEqual([...(usual.detail ?? [])], [1.5, -2]);
  assert.deepEqual([...(usual.shift ?? [])], [((2 ** 31 - 1) * 97) % 513]);
  assert.deepEqual([...(usual.norm ?? [])], [1]);
});

test("latents lead back to their location, the nearest one on the map", () => {
  assert.deepEqual(locationOf([1.5, 1, 1.5, -2], PLAYER), { x: 0.75, y: 0.25, detail: DETAIL });
  assert.deepEqual(locationOf([-7, -9, 0, 0], PLAYER), { x: 0, y: 1, detail: "AAAAAA" });
  assert.deepEqual(locationOf([99, 5], { ...PLAYER, detail_size: 0 }), { x: 1, y: 0, detail: null });
});

test("a model without noise has no shift", () => {
  assert.deepEqual([...(inputsOf({ ...ADDRESS, seed: 9 }, { ...PLAYER, noise_frames: 0 }).shift ?? [])], [0]);
});

test("the server renders options that the page does not know", () => {
  assert.ok(isShapeable({ pitch: "3", tune: "-2", bits: "16" }));
  assert.ok(!isShapeable({ pitch: "3", drive: "0.5" }));
});

test("a sound without options stays as it is", () => {
  const finished = alignPeak(drum(8192), 441, true);
  assert.deepEqual(shape(finished, {}, 441), finished);
});

test("whatever is shaped stays within the peak and ends in silence", () => {
  const finished = alignPeak(drum(20_000), 441, true);
  /** @type {Record<string, string>[]} */
  const several = [{ gain: "24" }, { pitch: "12", gain: "6" }, { lowcut: "3000" }, { length: "0.02" }];
  for (const options of several) {
    const shaped = shape(finished, options, 441);
    assert.ok(loudest(shaped, 0) <= Math.fround(PEAK_LEVEL), JSON.stringify(options));
    assert.equal(Math.abs(shaped.at(-1) ?? 1), 0, JSON.stringify(options));
  }
});

test("resampling keeps a tone below the pass band's end, at its new pitch", () => {
  const tone = Float32Array.from({ length: 4000 }, (_, i) => Math.sin(0.3 * i));
  const made = resample(tone, 1.5);
  assert.equal(made.length, 6000);
  for (let i = 1000; i < 5000; i += 1) assert.ok(Math.abs((made[i] ?? 9) - Math.sin(0.2 * i)) < 2e-4);
});

test("the page reads samples only as encoders do whose features it computes", () => {
  const frame = Float32Array.of(0.5, -0.5);
  assert.equal(readerOf({ features: "waveform" })?.(frame), frame);
  assert.equal(typeof readerOf({ features: "log_mel" }), "function");
  assert.equal(readerOf({ features: "parts" }), undefined);
});
