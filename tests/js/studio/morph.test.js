import assert from "node:assert/strict";
import { test } from "node:test";
import { between, readPins } from "../../../static/js/studio/history/morph.js";
import { useOptionTable } from "../../../static/js/studio/options.js";
import { servedTable } from "../table.js";
import { vectors } from "../vectors.js";

/** @import { SoundAddress } from "../../../static/js/studio/state/state.js" */

useOptionTable(servedTable());

const { texts, blended } = vectors("detail");

/** @type {SoundAddress} */
const A = {
  model: "snare",
  version: "1",
  x: 0.1,
  y: 0.2,
  detail: texts[0].text,
  seed: 3,
  options: { gain: "-3" },
};
/** @type {SoundAddress} */
const B = { model: "snare", version: "1", x: 0.5, y: 1, detail: texts[1].text, seed: 9, options: {} };

test("the ends of the way are the two sounds themselves", () => {
  assert.equal(between(A, B, 0), A);
  assert.equal(between(A, B, 1), B);
});

test("position moves along the straight line, in four decimals", () => {
  const { x, y } = between(A, B, 1 / 3);
  assert.deepEqual([x, y], [0.2333, 0.4667]);
});

for (const { share, text } of blended)
  test(`detail at ${share} is what Python blends`, () => {
    assert.equal(between(A, B, share).detail, text);
  });

test("seed and options come from the nearer sound", () => {
  assert.deepEqual([between(A, B, 0.49).seed, between(A, B, 0.49).options], [3, { gain: "-3" }]);
  assert.deepEqual([between(A, B, 0.5).seed, between(A, B, 0.5).options], [9, {}]);
});

test("where one of them has no detail, it comes from the nearer one", () => {
  const bare = { ...A, detail: null };
  assert.equal(between(bare, B, 0.3).detail, null);
  assert.equal(between(bare, B, 0.7).detail, B.detail);
});

for (const value of [
  null,
  undefined,
  4,
  "a",
  [],
  { a: 4 },
  { a: "?model=snare" },
  { c: "?model=snare&version=1" },
])
  test(`${JSON.stringify(value)} has no pins`, () => {
    assert.deepEqual(readPins(value), {});
  });

test("pins are links with a version; one that is broken does not take the other along", () => {
  assert.deepEqual(readPins({ a: "?model=snare&version=1&x=0.5", b: "?x=1" }), {
    a: "?model=snare&version=1&x=0.5",
  });
});
