import assert from "node:assert/strict";
import { test } from "node:test";
import { laidOver, peakIndex } from "../../../static/js/studio/sample/align.js";
import { keepAttack } from "../../../static/js/studio/sample/crossfade.js";
import { samplesOf, seeded } from "../random.js";

const RATE = 44_100;

/**
 * A drum: noise or a tone that rises to its peak at once and falls.
 * @param {number} length @param {number} peak index @param {number} seed
 */
function drum(length, peak, seed) {
  const next = seeded(seed);
  return samplesOf(length, (i) => {
    if (i < peak) return 0.2 * (i / peak) * (2 * next() - 1);
    return i === peak ? 0.9 : 0.4 * Math.exp((peak - i) / 2000) * (2 * next() - 1);
  });
}

/** @param {Float32Array} sound @param {number} from @param {number} to */
const power = (sound, from, to) => sound.slice(from, to).reduce((sum, v) => sum + v * v, 0) / (to - from);

test("the peak is the sample farthest from zero, of either sign", () => {
  assert.equal(peakIndex(Float32Array.of(0.1, -0.9, 0.5)), 1);
});

test("of two equal peaks the first counts", () => {
  assert.equal(peakIndex(Float32Array.of(0, 0.5, -0.5)), 1);
});

test("silence and nothing have their peak at the start", () => {
  assert.equal(peakIndex(new Float32Array(8)), 0);
  assert.equal(peakIndex(new Float32Array()), 0);
});

test("a sample laid over a sound has its peak where the sound has, as loud and of its sign", () => {
  const [own, made] = [Float32Array.of(0, -0.5, 0.25), Float32Array.of(0, 0, 0, 1, 0.5)];
  assert.deepEqual(
    [...laidOver(own, made)].map((v) => v + 0), // minus zero is zero
    [0, 0, 0, 1, -0.5],
  );
});

test("a silent sample laid over a sound is silent and no NaN", () => {
  assert.ok(laidOver(new Float32Array(4), Float32Array.of(0, 1)).every((v) => v === 0));
});

test("a sample that ends early is followed by silence", () => {
  assert.deepEqual([...laidOver(Float32Array.of(1), Float32Array.of(0.5, 0.1, 0.1))], [0.5, 0, 0]);
});

test("a sound's own attack crossfaded into it changes nothing once faded in", () => {
  const made = drum(20_000, 300, 1);
  const mixed = keepAttack(made, made, 0.05, RATE);
  for (let i = 64; i < made.length; i += 1)
    assert.ok(Math.abs((mixed[i] ?? NaN) - (made[i] ?? NaN)) < 1e-6, `sample ${i}`);
});

test("before the split it is the sample, up to its gain", () => {
  const [own, made] = [drum(20_000, 200, 2), drum(20_000, 300, 3)];
  const mixed = keepAttack(own, made, 0.05, RATE);
  const ratios = [500, 700, 900].map((i) => (mixed[i] ?? NaN) / (own[i - 100] ?? NaN));
  for (const ratio of ratios) assert.ok(Math.abs(ratio / (ratios[0] ?? NaN) - 1) < 1e-4, ratios.join());
});

test("after the split it is the sound, up to the level that keeps its peak", () => {
  const [own, made] = [drum(20_000, 200, 2), drum(20_000, 300, 3)];
  const mixed = keepAttack(own, made, 0.05, RATE);
  const after = 300 + Math.round(0.05 * RATE) + Math.round(0.006 * RATE);
  const level = (mixed[after] ?? NaN) / (made[after] ?? NaN);
  assert.ok(level > 0.9 && level < 1.1, String(level));
  for (let i = after; i < made.length; i += 1)
    assert.ok(Math.abs((mixed[i] ?? NaN) - level * (made[i] ?? NaN)) < 1e-6, `sample ${i}`);
});

for (const splitS of [0.005, 0.02, 0.08, 10])
  test(`it peaks as loud and where the sound does, split at ${splitS} s`, () => {
    const [own, made] = [drum(9000, 50, 4), drum(9000, 400, 5)];
    const mixed = keepAttack(own, made, splitS, RATE);
    assert.equal(peakIndex(mixed), 400);
    assert.ok(Math.abs(Math.abs(mixed[400] ?? 0) - 0.9) < 1e-6);
    assert.equal(mixed.length, made.length);
  });

test("where two unrelated sounds meet, power neither dips nor swells", () => {
  let [worst, runs] = [0, 40];
  for (let seed = 0; seed < runs; seed += 1) {
    const [own, made] = [drum(20_000, 300, 10 + seed), drum(20_000, 300, 1000 + seed)];
    const mixed = keepAttack(own, made, 0.05, RATE);
    const at = 300 + Math.round(0.05 * RATE);
    worst = Math.max(
      worst,
      Math.abs(10 * Math.log10(power(mixed, at - 250, at + 250) / power(made, at - 250, at + 250))),
    );
  }
  assert.ok(worst < 1.5, `${worst} dB`);
});

test("a sample in opposite phase does not cancel the sound where they meet", () => {
  const made = drum(20_000, 300, 6);
  const own = made.map((v, i) => (i <= 300 ? v : -v));
  const mixed = keepAttack(own, made, 0.05, RATE);
  const at = 300 + Math.round(0.05 * RATE);
  assert.ok(mixed.slice(at - 300, at + 300).every(Number.isFinite));
  assert.ok(power(mixed, at - 300, at + 300) <= 2 * power(made, at - 300, at + 300));
});

test("a silent sample and a silent sound give numbers", () => {
  const made = drum(4000, 100, 7);
  assert.ok(keepAttack(new Float32Array(4000), made, 0.02, RATE).every(Number.isFinite));
  assert.ok(keepAttack(made, new Float32Array(4000), 0.02, RATE).every((v) => v === 0));
});

test("what was cut hard begins at zero", () => {
  const own = drum(4000, 100, 8).slice(90);
  const mixed = keepAttack(own, drum(4000, 400, 9), 0.02, RATE);
  assert.equal(Math.abs(mixed[390] ?? NaN), 0);
});
