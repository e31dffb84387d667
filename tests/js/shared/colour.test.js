import assert from "node:assert/strict";
import { test } from "node:test";
import { fromOklab, rampColour, rampThrough, toOklab } from "../../../static/js/shared/colour.js";
import { seeded } from "../random.js";

/** @import { Triple } from "../../../static/js/shared/colour.js" */

/** @param {number[]} values @param {number[]} expected @param {number} tolerance */
function assertNear(values, expected, tolerance) {
  assert.ok(
    values.length === expected.length &&
      values.every((v, i) => Math.abs(v - (expected[i] ?? NaN)) <= tolerance),
    `${values} is not ${expected}`,
  );
}

/** From the reference implementation of Björn Ottosson. @type {[Triple, Triple][]} */
const KNOWN = [
  [
    [0, 0, 0],
    [0, 0, 0],
  ],
  [
    [1, 1, 1],
    [1, 0, 0],
  ],
  [
    [1, 0, 0],
    [0.62796, 0.22486, 0.12585],
  ],
  [
    [0, 1, 0],
    [0.86644, -0.23389, 0.1795],
  ],
  [
    [0, 0, 1],
    [0.45201, -0.03246, -0.31153],
  ],
];

for (const [rgb, lab] of KNOWN)
  test(`rgb ${rgb} is OKLab ${lab}`, () => {
    assertNear(toOklab(rgb), lab, 1e-4);
  });

test("colours survive the way to OKLab and back", () => {
  const next = seeded(1);
  for (let i = 0; i < 200; i += 1) {
    const rgb = /** @type {Triple} */ ([next(), next(), next()]);
    assertNear(fromOklab(toOklab(rgb)), rgb, 1e-3);
  }
});

test("what no screen shows is kept in 0…1", () => {
  assert.ok(fromOklab([0.9, 0.4, 0.4]).every((v) => v >= 0 && v <= 1));
});

test("a ramp begins, passes and ends with its colours", () => {
  const colours = /** @type {Triple[]} */ ([
    [0, 0, 0],
    [1, 0, 0],
    [1, 1, 1],
  ]);
  const steps = rampThrough(colours);
  assert.equal(steps.length, 768);
  assertNear([...steps.slice(0, 3)], [0, 0, 0], 1);
  assertNear([...steps.slice(3 * 127, 3 * 127 + 3)], [255, 0, 0], 4);
  assertNear([...steps.slice(-3)], [255, 255, 255], 1);
});

test("a ramp through greys grows ever lighter", () => {
  const steps = rampThrough([
    [0, 0, 0],
    [1, 1, 1],
  ]);
  for (let i = 1; i < 256; i += 1) assert.ok((steps[3 * i] ?? 0) >= (steps[3 * i - 3] ?? 0));
});

test("steps of a ramp are even in OKLab's lightness", () => {
  const steps = rampThrough([
    [0, 0, 0],
    [1, 1, 1],
  ]);
  const grey = (steps[3 * 128] ?? 0) / 255;
  assertNear([toOklab([grey, grey, grey])[0]], [128 / 255], 0.01);
});

const STEPS = Uint8ClampedArray.from({ length: 768 }, (_, i) => Math.floor(i / 3));
for (const [value, colour] of /** @type {const} */ ([
  [0, "rgb(0 0 0)"],
  [0.5, "rgb(128 128 128)"],
  [1, "rgb(255 255 255)"],
  [-3, "rgb(0 0 0)"],
  [3, "rgb(255 255 255)"],
]))
  test(`the ramp at ${value} is ${colour}`, () => {
    assert.equal(rampColour(STEPS, value), colour);
  });
