import assert from "node:assert/strict";
import { test } from "node:test";
/** @import { Entry, KitOf } from "../../../static/js/studio/export/kit.js" */
import { along, orderOf, positionsOf, sizeOf } from "../../../static/js/studio/export/kit.js";
import { extent, simplified } from "../../../static/js/studio/export/simplify.js";
import {
  addToKit,
  drawKit,
  drawnKit,
  kitOf,
  removeFromKit,
  setKitCount,
} from "../../../static/js/studio/state/kit.js";
import { seeded } from "../random.js";
import { freshState } from "./fixtures.js";

/** @import { Position } from "../../../static/js/studio/export/simplify.js" */

/** @param {number} count @param {(share: number) => Position} place */
const stroke = (count, place) => Array.from({ length: count }, (_, i) => place(i / (count - 1)));

/** @param {Position} a @param {Position} from @param {Position} to @returns {number} */
function distanceToLine(a, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const share = Math.min(
    1,
    Math.max(0, ((a.x - from.x) * dx + (a.y - from.y) * dy) / (dx * dx + dy * dy || 1)),
  );
  return Math.hypot(a.x - from.x - share * dx, a.y - from.y - share * dy);
}

test("a straight stroke has two corners, its ends", () => {
  const line = stroke(50, (share) => ({ x: share, y: 0.5 * share }));
  assert.deepEqual(simplified(line, 64), [line[0], line[49]]);
});

test("a corner is kept", () => {
  const angle = [...stroke(20, (s) => ({ x: s, y: 0 })), ...stroke(20, (s) => ({ x: 1, y: s }))];
  assert.deepEqual(simplified(angle, 64), [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 1, y: 1 },
  ]);
});

test("a trembling hand draws a straight line", () => {
  const next = seeded(1);
  const line = stroke(100, (share) => ({ x: share, y: 0.5 + 0.003 * (2 * next() - 1) }));
  assert.equal(simplified(line, 64).length, 2);
});

test("no point of the stroke is far from the simplified one", () => {
  const spiral = stroke(400, (s) => ({
    x: 0.5 + 0.4 * s * Math.cos(9 * s),
    y: 0.5 + 0.4 * s * Math.sin(9 * s),
  }));
  const corners = simplified(spiral, 64);
  assert.ok(corners.length > 4 && corners.length < 64);
  for (const point of spiral) {
    const distances = corners.slice(1).map((to, i) => distanceToLine(point, corners[i] ?? to, to));
    assert.ok(Math.min(...distances) <= 0.004 + 1e-9);
  }
});

for (const most of [2, 5, 64])
  test(`a scribble has at most ${most} corners, its ends among them`, () => {
    const next = seeded(2);
    const scribble = stroke(1000, () => ({ x: next(), y: next() }));
    const corners = simplified(scribble, most);
    assert.ok(corners.length <= most);
    assert.deepEqual([corners[0], corners.at(-1)], [scribble[0], scribble.at(-1)]);
  });

test("a closed stroke keeps where it turned", () => {
  const there = stroke(20, (s) => ({ x: s, y: 0 }));
  assert.deepEqual(simplified([...there, ...there.toReversed()], 64)[1], { x: 1, y: 0 });
});

test("one place and two are their own corners", () => {
  const [a, b] = [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ];
  assert.deepEqual(simplified([a], 64), [a]);
  assert.deepEqual(simplified([a, b], 64), [a, b]);
});

test("the extent of a stroke is from its first place to the furthest", () => {
  assert.equal(
    extent([
      { x: 0, y: 0 },
      { x: 0.3, y: 0.4 },
      { x: 0.1, y: 0 },
    ]),
    0.5,
  );
  assert.equal(extent([{ x: 0.2, y: 0.2 }]), 0);
});

test("places along a line lie at equal distances, its ends included", () => {
  assert.deepEqual(
    along(
      [
        { x: 0, y: 0 },
        { x: 1, y: 0.5 },
      ],
      3,
    ),
    [
      { x: 0, y: 0 },
      { x: 0.5, y: 0.25 },
      { x: 1, y: 0.5 },
    ],
  );
});

test("places along corners go round them", () => {
  const corners = [
    { x: 0, y: 0 },
    { x: 0.5, y: 0 },
    { x: 0.5, y: 1 },
  ];
  assert.deepEqual(along(corners, 4), [
    { x: 0, y: 0 },
    { x: 0.5, y: 0 },
    { x: 0.5, y: 0.5 },
    { x: 0.5, y: 1 },
  ]);
});

test("a path that returns to where it began is walked in full", () => {
  const there = [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 0, y: 0 },
  ];
  assert.deepEqual(
    along(there, 5).map(({ x }) => x),
    [0, 0.5, 1, 0.5, 0],
  );
});

test("a path whose corners are one place stays there", () => {
  const still = [
    { x: 0.3, y: 0.3 },
    { x: 0.3, y: 0.3 },
  ];
  assert.deepEqual(along(still, 3), Array(3).fill({ x: 0.3, y: 0.3 }));
});

test("a path of one corner stays there", () => {
  assert.deepEqual(along([{ x: 0.3, y: 0.7 }], 2), Array(2).fill({ x: 0.3, y: 0.7 }));
});

test("however the corners lie, steps along the path are equally long", () => {
  const next = seeded(3);
  const corners = Array.from({ length: 9 }, () => ({ x: next(), y: next() }));
  const fine = along(corners, 4001);
  const steps = fine.slice(1).map((to, i) => Math.hypot(to.x - (fine[i]?.x ?? 0), to.y - (fine[i]?.y ?? 0)));
  const usual = steps.toSorted((a, b) => a - b)[2000] ?? NaN;
  assert.ok(
    steps.filter((step) => Math.abs(step - usual) > 1e-6).length <= 8,
    "only corners cut a step short",
  );
});

const ENTRY = { x: 0.1, y: 0.2, detail: "AAAA", seed: 7 };
const SOUND = { model: "snare", version: "3", x: 0, y: 0, detail: null, seed: 5, options: { gain: "-6" } };

/** @param {KitOf} of @param {Entry[]} entries */
function kitState(of, entries) {
  const state = { ...freshState(), sound: SOUND };
  const lists = { "snare@3": { points: [], path: [], [of]: entries } };
  return { ...state, kit: { ...state.kit, of, lists } };
}

test("each version of a model has a kit of its own", () => {
  const state = kitState("points", [ENTRY]);
  assert.equal(sizeOf(state), 1);
  assert.equal(sizeOf({ ...state, sound: { ...SOUND, version: "2" } }), 0);
});

test("a path of one corner is no kit, one of two has as many sounds as asked for", () => {
  assert.equal(sizeOf(kitState("path", [ENTRY])), 0);
  const state = kitState("path", [ENTRY, { ...ENTRY, x: 1 }]);
  assert.deepEqual([sizeOf(state), positionsOf(state).length], [8, 8]);
});

test("a kit of chosen sounds asks for each with its own detail and seed", () => {
  const order = orderOf(kitState("points", [ENTRY]));
  assert.deepEqual(order, { points: [ENTRY], options: { gain: "-6" }, version: "3", layout: "round-robin" });
});

test("a kit along a path asks for positions, with one seed for all", () => {
  const state = kitState("path", [ENTRY, { ...ENTRY, x: 1 }]);
  const { path, count, options } = orderOf(state);
  assert.deepEqual(path, [
    { x: 0.1, y: 0.2 },
    { x: 1, y: 0.2 },
  ]);
  assert.deepEqual([count, options], [8, { gain: "-6", seed: "5" }]);
  assert.deepEqual(orderOf({ ...state, sound: { ...SOUND, seed: 0 } }).options, { gain: "-6" });
});

test("the sound that is played is added to the list that is shown, and removed from it", () => {
  const added = addToKit(addToKit(kitState("points", [])));
  assert.equal(sizeOf(added), 2);
  assert.equal(sizeOf(removeFromKit(added, 0)), 1);
  assert.equal(sizeOf(kitOf(added, "path")), 0);
});

test("a path that was drawn is a kit, and drawing ends", () => {
  const drawing = drawKit(kitState("path", []), true);
  const drawn = drawnKit(drawing, [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ]);
  assert.deepEqual([sizeOf(drawn), drawn.kit.drawing], [8, false]);
});

test("a kit along a path has two to sixty-four sounds", () => {
  const state = kitState("path", [ENTRY, ENTRY]);
  for (const count of [1, 65, NaN]) assert.equal(setKitCount(state, count), state);
  assert.equal(setKitCount(state, 64).kit.count, 64);
});
