import assert from "node:assert/strict";
import { test } from "node:test";
import { CELLS } from "../../../static/js/studio/map/field.js";
import { groundPixels } from "../../../static/js/studio/map/terrain.js";

const STEPS = Uint8ClampedArray.from({ length: 256 * 3 }, (_, i) => Math.floor(i / 3));

/** @param {number} at cell @param {number} value @param {number} near landmarks */
function pixelsWith(at, value, near) {
  const [ground, crowd] = [new Float32Array(CELLS * CELLS), new Float32Array(CELLS * CELLS)];
  ground[at] = value;
  crowd[at] = near;
  return groundPixels({ ground, crowd }, STEPS);
}

test("the map's lower left corner is the picture's last row", () => {
  const pixels = pixelsWith(0, 1, 100);
  assert.deepEqual([...pixels.slice(4 * CELLS * (CELLS - 1)).slice(0, 4)], [255, 255, 255, 102]);
});

test("the map's upper right corner ends the picture's first row", () => {
  const pixels = pixelsWith(CELLS * CELLS - 1, 1, 100);
  assert.deepEqual([...pixels.slice(4 * (CELLS - 1), 4 * CELLS)], [255, 255, 255, 102]);
});

test("where no landmark is near nothing is painted", () => {
  assert.equal(
    pixelsWith(0, 1, 0)
      .filter((_, i) => i % 4 === 3)
      .some((alpha) => alpha > 0),
    false,
  );
});

test("a colour is the ramp's step at that value", () => {
  assert.equal(pixelsWith(CELLS * CELLS - CELLS, 0.5, 1)[0], 128);
});
