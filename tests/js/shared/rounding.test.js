import assert from "node:assert/strict";
import { test } from "node:test";
import { roundHalfEven } from "../../../static/js/shared/rounding.js";

for (const [value, rounded] of /** @type {const} */ ([
  [0.5, 0],
  [1.5, 2],
  [2.5, 2],
  [-0.5, 0],
  [-1.5, -2],
  [-2.5, -2],
  [0.4999999, 0],
  [0.5000001, 1],
  [-0.7, -1],
  [7, 7],
]))
  test(`${value} is rounded to ${rounded}`, () => {
    assert.equal(roundHalfEven(value) + 0, rounded);
  });
