import assert from "node:assert/strict";
import { test } from "node:test";
import { CELLS, cellAt, crowd, MARGIN, meanAround } from "../../../static/js/studio/map/field.js";
import { seeded } from "../random.js";

/** @param {number} count @param {number} seed */
function scattered(count, seed) {
  const next = seeded(seed);
  return Array.from({ length: count }, () => ({ x: next(), y: next() }));
}

/** @param {Float32Array} cells */
const sum = (cells) => cells.reduce((total, cell) => total + cell, 0);

test("the ground's corners are its first and last cell", () => {
  assert.equal(cellAt({ x: -MARGIN, y: -MARGIN }), 0);
  assert.equal(cellAt({ x: 1 + MARGIN, y: 1 + MARGIN }), CELLS * CELLS - 1);
});

test("what lies beyond the ground counts to its edge", () => {
  assert.equal(cellAt({ x: -9, y: 0.5 }), cellAt({ x: -MARGIN, y: 0.5 }));
  assert.equal(cellAt({ x: 9, y: 0.5 }), cellAt({ x: 1 + MARGIN - 1e-9, y: 0.5 }));
});

test("cells run along x within a row and rows run upwards", () => {
  assert.equal(cellAt({ x: 0.5 + 1.16 / CELLS, y: 0.5 }) - cellAt({ x: 0.5, y: 0.5 }), 1);
  assert.equal(cellAt({ x: 0.5, y: 0.5 + 1.16 / CELLS }) - cellAt({ x: 0.5, y: 0.5 }), CELLS);
});

test("without landmarks the ground is empty", () => {
  assert.ok(crowd([]).every((cell) => cell === 0));
});

test("a landmark is most felt in its own cell, where it counts one", () => {
  const cells = crowd([{ x: 0.3, y: 0.7 }]);
  const at = cellAt({ x: 0.3, y: 0.7 });
  assert.equal(cells.indexOf(Math.max(...cells)), at);
  assert.equal(cells[at], 1);
});

test("a landmark is felt the same in every direction", () => {
  const cells = crowd([{ x: 0.5, y: 0.5 }]);
  const at = cellAt({ x: 0.5, y: 0.5 });
  const around = [5, -5, 5 * CELLS, -5 * CELLS].map((step) => cells[at + step]);
  assert.ok(
    around.every((cell) => cell === around[0] && (cell ?? 0) > 0),
    around.join(),
  );
});

test("its influence falls as a Gaussian of 0.055 map units", () => {
  const cells = crowd([{ x: 0.5, y: 0.5 }]);
  const distance = (4 * (1 + 2 * MARGIN)) / CELLS;
  const value = cells[cellAt({ x: 0.5, y: 0.5 }) + 4] ?? NaN;
  assert.ok(Math.abs(value - Math.exp(-0.5 * (distance / 0.055) ** 2)) < 1e-6);
});

test("two crowds together are their sum", () => {
  const [some, others] = [scattered(20, 1), scattered(30, 2)];
  const [a, b, both] = [crowd(some), crowd(others), crowd([...some, ...others])];
  assert.ok(both.every((cell, i) => Math.abs(cell - (a[i] ?? 0) - (b[i] ?? 0)) < 1e-4));
});

test("ten thousand at one place weigh ten thousand times one", () => {
  const one = sum(crowd([{ x: 0.4, y: 0.4 }]));
  const many = sum(crowd(Array.from({ length: 10_000 }, () => ({ x: 0.4, y: 0.4 }))));
  assert.ok(Math.abs(many / one / 10_000 - 1) < 1e-5);
});

test("the mean of one value everywhere is that value near landmarks", () => {
  const points = scattered(200, 3);
  const near = crowd(points);
  const mean = meanAround(
    points,
    points.map(() => 7),
  );
  const known = [...mean].filter((_, i) => (near[i] ?? 0) > 1e-3);
  assert.ok(known.length > CELLS && known.every((value) => Math.abs(value - 7) < 1e-3));
});

test("a mean lies between its least and its greatest value", () => {
  const points = scattered(100, 4);
  const next = seeded(5);
  const values = points.map(() => next());
  const near = crowd(points);
  const mean = meanAround(points, values).filter((_, i) => (near[i] ?? 0) > 1e-3);
  assert.ok(
    mean.every((value) => value >= Math.min(...values) - 1e-4 && value <= Math.max(...values) + 1e-4),
  );
});

test("values that are unknown count for nothing", () => {
  const points = scattered(50, 6);
  const values = points.map((_, i) => (i % 2 ? NaN : 3));
  const mean = meanAround(points, values);
  const at = cellAt(points[0] ?? { x: 0, y: 0 });
  assert.ok(Math.abs((mean[at] ?? NaN) - 3) < 1e-4);
  assert.ok(mean.every(Number.isFinite));
});
