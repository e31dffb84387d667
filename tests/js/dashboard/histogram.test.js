import assert from "node:assert/strict";
import { test } from "node:test";
import { cutWords, decayMarks, holdsWords } from "../../../static/js/dashboard/dataset/frame.js";
import {
  acrossFigure,
  barsOf,
  shareBelow,
  timeText,
} from "../../../static/js/dashboard/dataset/histogram.js";
import { seeded } from "../random.js";

const TENTHS = [0, 0.1, 0.2, 0.3, 0.4]; // quantiles at 0, 25, 50, 75 and 100 %

for (const [value, share] of /** @type {const} */ ([
  [-1, 0],
  [0, 0],
  [0.05, 0.125],
  [0.1, 0.25],
  [0.35, 0.875],
  [0.4, 1],
  [9, 1],
]))
  test(`${share} of tenths up to 0.4 do not exceed ${value}`, () => {
    assert.ok(Math.abs(shareBelow(TENTHS, value) - share) < 1e-9);
  });

test("a share grows with the value and stays in 0…1", () => {
  const next = seeded(1);
  const quantiles = Float64Array.from({ length: 101 }, next).toSorted();
  let before = 0;
  for (let value = -0.1; value < 1.1; value += 0.01) {
    const share = shareBelow([...quantiles], value);
    assert.ok(share >= before && share <= 1);
    before = share;
  }
  assert.equal(before, 1);
});

test("where all sounds are equal a share is none or all", () => {
  assert.deepEqual(
    [0.2, 0.3, 0.4].map((value) => shareBelow([0.3, 0.3, 0.3], value)),
    [0, 1, 1],
  );
});

test("the highest bar is as high as the figure, the others in proportion", () => {
  const bars = barsOf([1, 4, 2, 0]);
  assert.deepEqual(
    bars.map(({ height }) => height),
    [25, 100, 50, 0],
  );
  assert.deepEqual(
    bars.map(({ y, height }) => y + height),
    [100, 100, 100, 100],
  );
});

test("bars stand side by side over the whole figure", () => {
  const bars = barsOf(Array(32).fill(1));
  assert.deepEqual([bars[0]?.x, bars[1]?.x, (bars[31]?.x ?? 0) + 10], [0, 10, 320]);
  assert.equal(bars[0]?.width, 9);
});

test("a histogram of nothing has bars of no height", () => {
  assert.deepEqual(
    barsOf([0, 0]).map(({ height }) => height),
    [0, 0],
  );
  assert.deepEqual(barsOf([]), []);
});

test("what lies beyond the figure stands at its edge", () => {
  assert.deepEqual([acrossFigure(0, 2), acrossFigure(1, 2), acrossFigure(5, 2)], [0, 160, 320]);
});

test("short times are in milliseconds, long ones in seconds", () => {
  assert.deepEqual([0.0004, 0.035, 0.1999, 0.2, 1.5].map(timeText), [
    "0 ms",
    "35 ms",
    "200 ms",
    "0.20 s",
    "1.50 s",
  ]);
});

const HISTOGRAM = { edges: [], counts: [], why: "" };
const SURVEY = {
  attack: { ...HISTOGRAM, quantiles: [0, 0.01, 0.02], proposed_s: 0.02 },
  decay: { ...HISTOGRAM, quantiles: [0, 0.5, 1], proposed_s: 0.52 },
};

test("a frame says how many sounds it holds, rounded down", () => {
  assert.equal(
    holdsWords({ attack_s: 0.02, length_s: 0.76 }, SURVEY),
    "100 % of the sounds keep their whole beginning, 74 % ring out.",
  );
  assert.match(holdsWords({ attack_s: 0.0199, length_s: 1 }, SURVEY), /^99 %/);
});

test("an empty field of the frame holds nothing and is no NaN", () => {
  assert.doesNotMatch(holdsWords({ attack_s: NaN, length_s: NaN }, SURVEY), /NaN/);
});

test("the marks of the decay count from the peak, their words from the start", () => {
  const marks = decayMarks({ attack_s: 0.05, length_s: 0.65 }, SURVEY);
  assert.deepEqual(
    marks.map(({ at }) => Number(at.toFixed(6))),
    [0.6, 0.5],
  );
  assert.deepEqual(
    marks.map(({ words }) => words),
    ["length now 0.65 s", "proposed 0.52 s"],
  );
});

test("sounds that were cut are counted in words", () => {
  assert.deepEqual([0, 1, 2].map(cutWords), [
    "",
    " 1 sound ends while it rings.",
    " 2 sounds end while they ring.",
  ]);
});
