import assert from "node:assert/strict";
import { test } from "node:test";
import { cellAt } from "../../../static/js/studio/map/field.js";
import { shade } from "../../../static/js/studio/map/shading.js";
import { seeded } from "../random.js";

/** @import { Landmark } from "../../../static/js/shared/api.js" */
/** @import { Property } from "../../../static/js/studio/map/shading.js" */

const PROPERTIES = /** @type {Property[]} */ (["brightness", "length", "pitch", "density", "known"]);

/** @param {number} count @returns {Landmark[]} brighter and longer from left to right */
const row = (count) =>
  Array.from({ length: count }, (_, i) => ({
    x: i / Math.max(1, count - 1),
    y: 0.5,
    detail: null,
    name: "",
    brightness_hz: 100 * 2 ** ((8 * i) / Math.max(1, count - 1)),
    length_s: 0.05 + i / count,
  }));

for (const property of PROPERTIES)
  test(`${property} of one landmark gives numbers in 0…1`, () => {
    const { dots, ground } = shade(row(1), property);
    assert.equal(dots.length, 1);
    assert.ok(ground.every((value) => value >= 0 && value <= 1));
    assert.ok(property === "pitch" ? Number.isNaN(dots[0]) : (dots[0] ?? -1) >= 0 && (dots[0] ?? 2) <= 1);
  });

for (const property of PROPERTIES)
  test(`${property} of no landmark is no error`, () => {
    assert.equal(shade([], property).dots.length, 0);
  });

test("brightness is shaded by octaves: the middle of the range is the geometric mean", () => {
  const { dots } = shade(row(101), "brightness");
  assert.ok(Math.abs((dots[50] ?? NaN) - 0.5) < 0.01);
});

test("the lowest and the highest twentieth are the ramp's ends", () => {
  const { dots } = shade(row(101), "brightness");
  const ends = [0, 5, 95, 100].map((i) => Number(dots[i]?.toFixed(6)));
  assert.deepEqual(ends, [0, 0, 1, 1]);
  assert.ok((dots[6] ?? 0) > 0 && (dots[94] ?? 1) < 1);
});

test("the ground has its landmarks' colour", () => {
  const points = row(101);
  const { dots, ground } = shade(points, "length");
  const at = cellAt(/** @type {Landmark} */ (points[50]));
  assert.ok(Math.abs((ground[at] ?? NaN) - (dots[50] ?? NaN)) < 0.1);
});

test("the ramp's ends say hertz, and kilohertz from a thousand on", () => {
  const { low, high } = shade(row(101), "brightness");
  assert.match(low, /^1\d\d Hz$/);
  assert.match(high, /^19\.\d kHz$/);
});

test("a landmark says its own length in milliseconds", () => {
  assert.equal(shade(row(4), "length").words(1), "300 ms");
});

test("a landmark without a pitch says nothing and has no colour", () => {
  const points = row(10).map((point, i) => (i === 3 ? { ...point, pitch_hz: 220 } : point));
  const { dots, words } = shade(points, "pitch");
  assert.equal(words(0), "");
  assert.ok(Number.isNaN(dots[0]));
  assert.equal(words(3), "220 Hz");
});

test("a crowded corner is denser than a lonely landmark", () => {
  const next = seeded(1);
  const corner = row(40).map((point) => ({ ...point, x: 0.05 * next(), y: 0.05 * next() }));
  const lonely = { .../** @type {Landmark} */ (corner[0]), x: 0.9, y: 0.9 };
  const { dots, words } = shade([...corner, lonely], "density");
  assert.ok((dots[0] ?? 0) > (dots[40] ?? 1));
  assert.equal(words(40), "1 near");
});

test("where the artefact tells the fit, a landmark says how far off the model is", () => {
  const points = row(10).map((point, i) => ({ ...point, fit_db: i }));
  const { words, low, high } = shade(points, "known");
  assert.equal(words(4), "4.0 dB off");
  assert.deepEqual([low, high], ["9.0 dB off", "0.0 dB off"]);
});

test("where it does not, a landmark says how many lie near", () => {
  const { words, low, high } = shade(row(10), "known");
  assert.match(words(4), /^\d+ near$/);
  assert.deepEqual([low, high], ["few near", "many near"]);
});

test("a region that the model fits badly is less well known", () => {
  const next = seeded(2);
  const points = row(60).map((point, i) => ({ ...point, x: next(), y: next(), fit_db: i < 30 ? 1 : 1 }));
  const worse = points.map((point) => ({ ...point, fit_db: point.x > 0.5 ? 20 : 1 }));
  const ground = shade(worse, "known").ground;
  const [left = 0, right = 1] = [0.25, 0.75].map((x) => ground[cellAt({ x, y: 0.5 })]);
  assert.ok(left > right, `${left} ${right}`);
});
