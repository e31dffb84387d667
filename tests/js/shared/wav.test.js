import assert from "node:assert/strict";
import { test } from "node:test";
import { readWav } from "../../../static/js/shared/readwav.js";
import { encodeWav } from "../../../static/js/shared/wav.js";
import { noise, samplesOf } from "../random.js";
import { vectors } from "../vectors.js";

const RATE = 44_100;

/** @param {Float32Array} samples @param {number} bits @param {number} [rate] */
const bytesOf = (samples, bits, rate = RATE) => encodeWav(samples, rate, bits).arrayBuffer();

for (const [turn, { samples, rate, bits, bytes }] of vectors("wav").entries())
  test(`WAV ${turn}, ${samples.length} samples in ${bits} bits, is Python's byte for byte`, async () => {
    const written = await bytesOf(Float32Array.from(samples), bits, rate);
    assert.equal(Buffer.from(written).toString("base64"), bytes);
  });

for (const [turn, { samples, rate, bits, bytes }] of vectors("wav").entries())
  test(`WAV ${turn} of Python is read as it was written, ${bits} bits`, () => {
    const file = new Uint8Array(Buffer.from(bytes, "base64")).buffer;
    const read = readWav(file, rate);
    const step = bits === 24 ? 2 ** -23 : 0;
    assert.equal(read?.length, samples.length);
    for (const [i, sample] of samples.entries()) {
      const held = bits === 24 ? Math.min(1 - step, Math.max(-1, sample)) : Math.fround(sample);
      assert.ok(Math.abs((read?.[i] ?? NaN) - held) <= step / 2, `${read?.[i]} is not ${held}`);
    }
  });

test("a float file keeps every sample to the bit", async () => {
  const samples = noise(1000, 3);
  assert.deepEqual(readWav(await bytesOf(samples, 32), RATE), samples);
});

test("16 bits stay within a step and a half: rounding and the noise of two steps", async () => {
  const samples = noise(1000, 5);
  const read = readWav(await bytesOf(samples, 16), RATE) ?? [];
  const worst = Math.max(...samples.map((sample, i) => Math.abs(sample - (read[i] ?? NaN))));
  assert.ok(worst <= 1.5 / 2 ** 15, String(worst));
});

test("16 bits are dithered: a level below one step is not lost", async () => {
  const level = 0.25 / 2 ** 15;
  const quiet = samplesOf(20_000, () => level);
  const read = readWav(await bytesOf(quiet, 16), RATE) ?? new Float32Array();
  const mean = read.reduce((sum, sample) => sum + sample, 0) / read.length;
  assert.ok(Math.abs(mean - level) < 0.1 * level, `${mean / level} of it is left`);
});

test("the dither is the same every time", async () => {
  const samples = noise(100, 9);
  assert.deepEqual(await bytesOf(samples, 16), await bytesOf(samples, 16));
});

test("silence stays silent in 16 bits", async () => {
  const read = readWav(await bytesOf(new Float32Array(500), 16), RATE);
  assert.ok(read?.every((sample) => sample === 0));
});

test("16 bits clip what is too loud", async () => {
  const read = readWav(await bytesOf(Float32Array.of(3, -3), 16), RATE);
  assert.deepEqual([...(read ?? [])], [1 - 2 ** -15, -1]);
});

test("an odd number of bytes is padded, and the pad is no sample", async () => {
  const bytes = await bytesOf(Float32Array.of(0.5), 24);
  assert.equal(bytes.byteLength, 44 + 4);
  assert.deepEqual([...(readWav(bytes, RATE) ?? [])], [0.5]);
});
