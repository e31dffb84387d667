import assert from "node:assert/strict";
import { test } from "node:test";
import {
  merged,
  momentOf,
  nameOf,
  readMoments,
  sketchOf,
  soundOf,
} from "../../../static/js/studio/history/moments.js";
import { useOptionTable } from "../../../static/js/studio/options.js";
import { outline } from "../../../static/js/studio/playback/outline.js";
import { noise } from "../random.js";
import { servedTable } from "../table.js";

/** @import { SoundAddress } from "../../../static/js/studio/state/state.js" */

useOptionTable(servedTable());

/** @param {Partial<SoundAddress>} [change] @returns {SoundAddress} */
const state = (change) => ({
  model: "snare",
  version: "3",
  x: 0.25,
  y: 0.75,
  detail: null,
  seed: 0,
  options: {},
  ...change,
});

/** What momentOf reads of a sound. @param {Float32Array} samples */
const sound = (samples) =>
  /** @type {AudioBuffer} */ (
    /** @type {unknown} */ ({ length: samples.length, getChannelData: () => samples })
  );

const moment = (/** @type {Partial<SoundAddress>} */ change) =>
  momentOf(state(change), sound(noise(1000, 1)));

test("a moment leads back to the state it was made of", () => {
  const full = state({ detail: "AAAA", seed: 5, options: { gain: "-6", bits: "16" } });
  assert.deepEqual(soundOf(momentOf(full, sound(noise(100, 2)))), full);
});

test("a sketch is the outline of the sound in 64 columns, within half a step of 127", () => {
  const samples = noise(5000, 3);
  const sketch = sketchOf(momentOf(state(), sound(samples)));
  const exact = outline(samples, 0, samples.length, 64);
  assert.equal(sketch.length, 128);
  assert.ok(sketch.every((value, i) => Math.abs(value - (exact[i] ?? NaN)) <= 0.5 / 127 + 1e-6));
});

test("a sound beyond full scale is sketched at full scale", () => {
  const sketch = sketchOf(
    momentOf(state(), sound(Float32Array.from({ length: 640 }, (_, i) => (i % 2 ? 3 : -3)))),
  );
  assert.deepEqual([Math.min(...sketch), Math.max(...sketch)], [-1, 1]);
});

test("what was kept is read again as it is", () => {
  const kept = [moment({ x: 0.1 }), moment({ x: 0.2 })];
  assert.deepEqual(readMoments(JSON.parse(JSON.stringify(kept))), kept);
});

const whole = moment({});
for (const [name, broken] of Object.entries({
  nothing: null,
  "a number": 7,
  "a link that is no query": { ...whole, link: "snare" },
  "a link without a model": { ...whole, link: "?version=3" },
  "a link without a version": { ...whole, link: "?model=snare" },
  "a link beyond all length": { ...whole, link: `${whole.link}&detail=${"A".repeat(4000)}` },
  "no sketch": { link: whole.link },
  "a sketch that is too short": { ...whole, sketch: whole.sketch.slice(4) },
  "a sketch with other signs": { ...whole, sketch: whole.sketch.replace(/^./, "-") },
}))
  test(`${name} is left out of a list, the rest stays`, () => {
    assert.deepEqual(readMoments([broken, whole]), [whole]);
  });

test("what is no list holds no moments", () => {
  for (const value of [undefined, null, "x", {}, 3]) assert.deepEqual(readMoments(value), []);
});

test("a link is read into the one form that the page writes", () => {
  const [read] = readMoments([{ ...whole, link: "?version=3&y=0.75&x=0.2500&model=snare&nonsense=1" }]);
  assert.equal(read?.link, whole.link);
});

test("two lists merged keep the first's order and hold each link once", () => {
  const [a, b, c] = [0.1, 0.2, 0.3].map((x) => moment({ x }));
  if (!a || !b || !c) throw new Error("three were made");
  assert.deepEqual(
    merged([b, a], [a, c]).map(({ link }) => link),
    [b, a, c].map(({ link }) => link),
  );
  assert.deepEqual(merged([], [a]), [a]);
  assert.deepEqual(merged([a], []), [a]);
});

test("of two sketches of one link the first list's is kept", () => {
  const other = { ...whole, sketch: momentOf(state(), sound(noise(1000, 9))).sketch };
  assert.deepEqual(merged([whole], [other]), [whole]);
});

test("a moment's name says model, position and version", () => {
  assert.equal(nameOf(state({ x: 0.123, y: 1 })), "snare at 0.12, 1.00, version 3");
});

test("the outline of a sound holds its lowest and highest samples", () => {
  assert.deepEqual([...outline(Float32Array.of(0.5, -0.25, 1, -1), 0, 4, 2)], [-0.25, 0.5, -1, 1]);
});

test("with fewer samples than columns every column still has one", () => {
  assert.deepEqual([...outline(Float32Array.of(0.5, -0.5), 0, 2, 4)], [0, 0.5, 0, 0.5, -0.5, 0, -0.5, 0]);
});

test("the outline of nothing is silent", () => {
  assert.ok(outline(new Float32Array(), 0, 0, 8).every((value) => value === 0));
});
