import assert from "node:assert/strict";
import { test } from "node:test";
import {
  counted,
  diskSize,
  duration,
  milliseconds,
  queueWords,
  roughly,
  short,
} from "../../../static/js/dashboard/words.js";

/** @type {[number | null | undefined, string][]} */
const DURATIONS = [
  [null, "–"],
  [undefined, "–"],
  [0, "0 s"],
  [59.4, "59 s"],
  [59.6, "1 min 0 s"],
  [125, "2 min 5 s"],
  [3599.6, "1 h 0 min"],
  [7384, "2 h 3 min"],
];
for (const [seconds, words] of DURATIONS)
  test(`${seconds} seconds are "${words}"`, () => {
    assert.equal(duration(seconds), words);
  });

/** @type {[number, string][]} */
const ROUGHLY = [
  [0, "about a minute"],
  [89, "about a minute"],
  [90, "about 2 minutes"],
  [3600, "about 60 minutes"],
  [5400, "about 2 hours"],
  [129_599, "about 36 hours"],
  [129_600, "about 2 days"],
];
for (const [seconds, words] of ROUGHLY)
  test(`${seconds} seconds are ${words}`, () => {
    assert.equal(roughly(seconds), words);
  });

/** @type {[number, string][]} */
const SHORT = [
  [0, "0"],
  [12.3456, "12.3"],
  [0.000123456, "0.000123"],
  [1, "1"],
  [123_456, "123000"],
];
for (const [value, text] of SHORT)
  test(`${value} in three digits is ${text}`, () => {
    assert.equal(short(value), text);
  });

test("the queue is described in words, and an empty one not at all", () => {
  assert.deepEqual([0, 1, 2].map(queueWords), [
    "",
    "One training comes before this one.",
    "2 trainings come before this one.",
  ]);
});

test("disk sizes are in megabytes, from one gigabyte on in gigabytes", () => {
  assert.deepEqual([0, 1.4e6, 1e9, 1.25e9, 3e12].map(diskSize), [
    "0 MB",
    "1 MB",
    "1000 MB",
    "1.3 GB",
    "3000.0 GB",
  ]);
});

test("one has the singular, none and several the plural", () => {
  assert.deepEqual(
    [0, 1, 2].map((count) => counted(count, "file", "files")),
    ["0 files", "1 file", "2 files"],
  );
});

test("milliseconds are whole", () => {
  assert.deepEqual([0, 0.0123, 2].map(milliseconds), ["0 ms", "12 ms", "2000 ms"]);
});
