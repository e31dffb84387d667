import assert from "node:assert/strict";
import { test } from "node:test";
import { along, Kit } from "../../../static/js/studio/export/kit.js";
import { extent, simplified } from "../../../static/js/studio/export/simplify.js";
import { seeded } from "../random.js";

/** @import { Place } from "../../../static/js/studio/export/simplify.js" */

/** @param {number} count @param {(share: number) => Place} place */
const stroke = (count, place) => Array.from({ length: count }, (_, i) => place(i / (count - 1)));

/** @param {Place} a @param {Place} from @param {Place} to @returns {number} */
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

test("each version of a model has a kit of its own", () => {
  const kit = new Kit();
  kit.belongTo({ model: "snare", version: "1" });
  kit.spots = [{ x: 0, y: 0, detail: null, seed: 0 }];
  assert.equal(kit.belongTo({ model: "snare", version: "2" }), true);
  assert.equal(kit.size, 0);
  assert.equal(kit.belongTo({ model: "snare", version: "1" }), true);
  assert.equal(kit.size, 1);
  assert.equal(kit.belongTo({ model: "snare", version: "1" }), false);
});

test("a path of one corner is no kit, one of two has as many sounds as asked for", () => {
  const kit = new Kit();
  kit.of = "path";
  kit.spots = [{ x: 0, y: 0, detail: null, seed: 0 }];
  assert.equal(kit.size, 0);
  kit.spots = [...kit.spots, { x: 1, y: 1, detail: null, seed: 0 }];
  assert.deepEqual([kit.size, kit.places.length], [8, 8]);
});

const SPOT = { x: 0.1, y: 0.2, detail: "AAAA", seed: 7 };
/** @type {import("../../../static/js/studio/store.js").State} */
const STATE = { model: "snare", version: "3", x: 0, y: 0, detail: null, seed: 5, options: { gain: "-6" } };

test("a kit of chosen sounds asks for each with its own detail and seed", () => {
  const kit = new Kit();
  kit.spots = [SPOT];
  const order = kit.order(STATE);
  assert.deepEqual(order, { points: [SPOT], options: { gain: "-6" }, version: "3", layout: "round-robin" });
});

test("a kit along a path asks for positions, with one seed for all", () => {
  const kit = new Kit();
  kit.of = "path";
  kit.spots = [SPOT, { ...SPOT, x: 1 }];
  const { path, count, options } = kit.order(STATE);
  assert.deepEqual(path, [
    { x: 0.1, y: 0.2 },
    { x: 1, y: 0.2 },
  ]);
  assert.deepEqual([count, options], [8, { gain: "-6", seed: "5" }]);
  assert.deepEqual(kit.order({ ...STATE, seed: 0 }).options, { gain: "-6" });
});

test("a kit is full with 64 sounds", () => {
  const kit = new Kit();
  kit.spots = Array(63).fill(SPOT);
  assert.equal(kit.isFull, false);
  kit.spots = Array(64).fill(SPOT);
  assert.equal(kit.isFull, true);
});
