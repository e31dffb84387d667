import assert from "node:assert/strict";
import { test } from "node:test";
import { pitchMoves, rankCorrelation } from "../../../static/js/studio/map/moves.js";
import { hertz, noteName } from "../../../static/js/studio/map/note.js";

/** @import { Landmark } from "../../../static/js/shared/api.js" */

for (const [hz, name] of /** @type {[number, string][]} */ ([
  [440, "A4"],
  [261.63, "C4"],
  [116.5, "A#2"],
  [61.7, "B1"],
  [30, "B0"],
  [8.2, "C-1"],
]))
  test(`${hz} Hz is ${name}`, () => assert.equal(noteName(hz), name));

test("low notes have a decimal, since one hears it there", () => {
  assert.deepEqual([hertz(61.74), hertz(116.5), hertz(2000.4)], ["61.7 Hz", "117 Hz", "2000 Hz"]);
});

/** @param {(x: number, i: number) => number | null} note @returns {Landmark[]} */
const landmarks = (note) =>
  Array.from({ length: 60 }, (_, i) => {
    const [x, y] = [(i % 10) / 9, Math.floor(i / 10) / 5];
    return { x, y, detail: null, name: "", brightness_hz: 100, length_s: 0.1, note_hz: note(x, i) };
  });

test("a map on which pitch rises may be coloured by it, one on which it jumps about may not", () => {
  assert.equal(pitchMoves(landmarks((x) => 50 * 2 ** (3 * x))), true);
  assert.equal(pitchMoves(landmarks((_, i) => 50 + ((i * 37) % 60))), false);
  assert.equal(pitchMoves(landmarks(() => 80.75)), false);
  assert.equal(pitchMoves(landmarks(() => null)), false);
  assert.equal(pitchMoves([]), false);
});

test("older landmarks have no measured note: their strongest partial counts", () => {
  const older = landmarks((x) => 50 * 2 ** (3 * x)).map(({ note_hz, ...rest }) => ({
    ...rest,
    pitch_hz: note_hz ?? 0,
  }));
  assert.equal(pitchMoves(older), true);
});

test("ranks decide, not sizes", () => {
  assert.ok(Math.abs(rankCorrelation([1, 2, 3], [1, 10, 1000]) - 1) < 1e-12);
  assert.equal(rankCorrelation([1, 1, 1], [1, 2, 3]), 0);
});
