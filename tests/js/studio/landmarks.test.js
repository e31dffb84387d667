import assert from "node:assert/strict";
import { test } from "node:test";
import { Landmarks, titleOf } from "../../../static/js/studio/map/landmarks.js";
import { ahead, step } from "../../../static/js/studio/map/walk.js";
import { NO_WALK } from "../../../static/js/studio/state/state.js";
import { seeded } from "../random.js";

/** @param {number} x @param {number} y @returns {import("../../../static/js/shared/api.js").Landmark} */
const landmark = (x, y) => ({ x, y, detail: null, name: "", brightness_hz: 1000, length_s: 0.3 });

/** @param {number} count @param {number} seed */
function scattered(count, seed) {
  const next = seeded(seed);
  return Array.from({ length: count }, () => landmark(next(), next()));
}

/** @param {{x: number, y: number}[]} points @param {number} x @param {number} y @param {number} reach */
function nearestByCounting(points, x, y, reach) {
  const distances = points.map((point) => Math.hypot(point.x - x, point.y - y));
  const least = Math.min(...distances);
  return least < reach ? distances.indexOf(least) : -1;
}

for (const [name, title] of [
  ["kit/808__snare-1.wav", "808 · snare-1"],
  ["a/b/c/deep_kick.flac", "deep kick"],
  ["no extension", "no extension"],
  ["v1.2_hat.aiff", "v1.2 hat"],
  ["", ""],
])
  test(`the title of "${name}" is "${title}"`, () => {
    assert.equal(titleOf(name ?? ""), title);
  });

test("the nearest of many is the one that counting finds", () => {
  const points = scattered(500, 1);
  const landmarks = new Landmarks(points);
  const next = seeded(2);
  for (let i = 0; i < 300; i += 1) {
    const [x, y, reach] = [next(), next(), 0.2 * next()];
    assert.equal(
      landmarks.nearest(x, y, reach),
      nearestByCounting(points, x, y, reach),
      `${x} ${y} ${reach}`,
    );
  }
});

test("nothing is near where there is no landmark", () => {
  assert.equal(new Landmarks([]).nearest(0.5, 0.5, 1), -1);
});

test("a landmark exactly at the limit of the reach is out of it", () => {
  const landmarks = new Landmarks([landmark(0.5, 0.5)]);
  assert.equal(landmarks.nearest(0.75, 0.5, 0.25), -1);
  assert.equal(landmarks.nearest(0.75, 0.5, 0.2501), 0);
});

test("landmarks in the map's corners and beyond its edge are found", () => {
  const landmarks = new Landmarks([landmark(0, 0), landmark(1, 1), landmark(1.02, -0.01)]);
  assert.equal(landmarks.nearest(0, 0, 0.01), 0);
  assert.equal(landmarks.nearest(1, 1, 0.01), 1);
  assert.equal(landmarks.nearest(1, 0, 0.1), 2);
});

/** A walk over landmarks, as the store keeps it. @param {Landmarks} landmarks */
function walker(landmarks) {
  let walk = NO_WALK;
  return {
    /** @param {number} x @param {number} y @param {1 | -1} direction @returns {number} index, or -1 where the walk ends */
    walk(x, y, direction) {
      const next = step(landmarks, walk, { x, y }, direction);
      walk = next ?? walk;
      return next?.path[next.at] ?? -1;
    },
    /** @param {number} x @param {number} y */
    ahead: (x, y) => ahead(landmarks, walk, { x, y }),
  };
}

test("a walk comes by every landmark once and then ends", () => {
  const points = scattered(60, 3);
  const landmarks = walker(new Landmarks(points));
  let place = { x: 0.5, y: 0.5 };
  const seen = new Set();
  for (let i = 0; i < points.length; i += 1) {
    const index = landmarks.walk(place.x, place.y, 1);
    seen.add(index);
    place = points[index] ?? place;
  }
  assert.equal(seen.size, points.length);
  assert.equal(landmarks.walk(place.x, place.y, 1), -1);
});

test("each step of a walk leads to the nearest that it has not come by", () => {
  const landmarks = walker(new Landmarks([landmark(0.9, 0), landmark(0.1, 0), landmark(0.3, 0)]));
  assert.deepEqual(
    [landmarks.walk(0, 0, 1), landmarks.walk(0.1, 0, 1), landmarks.walk(0.3, 0, 1)],
    [1, 2, 0],
  );
});

test("a walk goes back the way it came and on again the same way", () => {
  const points = scattered(10, 4);
  const landmarks = walker(new Landmarks(points));
  const there = [1, 2, 3, 4].map(() => landmarks.walk(0.5, 0.5, 1));
  const back = [1, 2, 3].map(() => landmarks.walk(0.5, 0.5, -1));
  assert.deepEqual(back, there.slice(0, -1).reverse());
  assert.deepEqual(
    [1, 2, 3].map(() => landmarks.walk(0.5, 0.5, 1)),
    there.slice(1),
  );
});

test("a walk does not go back beyond its first landmark", () => {
  const landmarks = walker(new Landmarks(scattered(3, 5)));
  assert.equal(landmarks.walk(0, 0, -1), -1);
  landmarks.walk(0, 0, 1);
  assert.equal(landmarks.walk(0, 0, -1), -1);
});

test("what lies ahead is where the next step leads", () => {
  const landmarks = walker(new Landmarks(scattered(20, 6)));
  for (let i = 0; i < 20; i += 1) {
    const ahead = landmarks.ahead(0.2, 0.8);
    assert.equal(landmarks.walk(0.2, 0.8, 1), ahead);
  }
  assert.equal(landmarks.ahead(0.2, 0.8), -1);
});

test("after the last landmark the walk still goes back", () => {
  const landmarks = walker(new Landmarks([landmark(0.1, 0), landmark(0.2, 0)]));
  landmarks.walk(0, 0, 1);
  landmarks.walk(0, 0, 1);
  assert.equal(landmarks.walk(0, 0, 1), -1);
  assert.equal(landmarks.walk(0, 0, -1), 0);
});
