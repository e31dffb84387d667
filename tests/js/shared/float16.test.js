import assert from "node:assert/strict";
import { test } from "node:test";
import { blendDetail, scaleDetail } from "../../../static/js/shared/float16.js";
import { vectors } from "../vectors.js";

const { texts, scaled, blended } = vectors("detail");
const [first, second] = texts.map((/** @type {{text: string}} */ { text }) => text);

/** @param {Uint16Array} halves @returns {string} base64url */
const textOf = (halves) => Buffer.from(halves.buffer).toString("base64url");

/** @param {string} text @returns {number[]} the 16 bits of each number */
const halvesOf = (text) => [...new Uint16Array(new Uint8Array(Buffer.from(text, "base64url")).buffer)];

for (const { amount, text } of scaled)
  test(`a detail scaled by ${amount} is what Python makes of it`, () => {
    assert.equal(scaleDetail(first, amount), text);
  });

for (const { share, text } of blended)
  test(`a detail blended at ${share} is what Python makes of it`, () => {
    assert.equal(blendDetail(first, second, share), text);
  });

test("the ends of a blend are the two details", () => {
  assert.equal(blendDetail(first, second, 0), first);
  assert.equal(blendDetail(first, second, 1), second);
});

test("nothing is left of a detail that is scaled by zero or less", () => {
  assert.equal(scaleDetail(first, 0), null);
  assert.equal(scaleDetail(first, -1), null);
});

test("a detail in full is the same text", () => {
  assert.equal(scaleDetail(first, 1), first);
  assert.equal(scaleDetail(first, 1.5), first);
});

test("every finite half but minus zero survives being read and written", () => {
  for (let first = 0; first < 2 ** 16; first += 1024) {
    const halves = Uint16Array.from({ length: 1024 }, (_, i) => first + i).filter(
      (half) => (half & 0x7c00) !== 0x7c00 && half !== 0x8000,
    );
    const text = textOf(halves);
    assert.deepEqual(halvesOf(blendDetail(text, text, 0.5)), [...halves]);
  }
});

test("halfway between two halves the even one is taken", () => {
  const [one, next, second] = [0x3c00, 0x3c01, 0x3c02];
  assert.deepEqual(halvesOf(blendDetail(textOf(Uint16Array.of(one)), textOf(Uint16Array.of(next)), 0.5)), [
    one,
  ]);
  assert.deepEqual(halvesOf(blendDetail(textOf(Uint16Array.of(next)), textOf(Uint16Array.of(second)), 0.5)), [
    second,
  ]);
});

test("the largest fraction carries into the exponent", () => {
  const [belowTwo, two] = [0x3fff, 0x4000];
  const text = blendDetail(textOf(Uint16Array.of(belowTwo)), textOf(Uint16Array.of(two)), 0.75);
  assert.deepEqual(halvesOf(text), [two]);
});

test("the smallest number halved is nothing, its sign kept", () => {
  assert.deepEqual(halvesOf(scaleDetail(textOf(Uint16Array.of(1, 0x8001)), 0.5) ?? ""), [0, 0x8000]);
});

test("a blend of different sizes ends with the shorter one", () => {
  const [short, long] = [Uint16Array.of(0), Uint16Array.of(0x3c00, 0x4000)];
  assert.deepEqual(halvesOf(blendDetail(textOf(long), textOf(short), 1)), [0, 0x4000]);
});

test("texts hold no sign that an address would escape", () => {
  const halves = Uint16Array.from({ length: 512 }, (_, i) => 0x3800 + 7 * i);
  const text = blendDetail(textOf(halves), textOf(halves.toReversed()), 0.3);
  assert.match(text, /^[A-Za-z0-9_-]+$/);
});
