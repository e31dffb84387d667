import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accent,
  GROOVES,
  grooveOf,
  ROWS,
  readPattern,
  withStep,
} from "../../../static/js/studio/beat/grooves.js";
import { Schedule, STEPS } from "../../../static/js/studio/beat/schedule.js";
import { playable, Taps } from "../../../static/js/studio/beat/tempo.js";

const EMPTY = { kick: ".".repeat(STEPS), hat: ".".repeat(STEPS), snare: ".".repeat(STEPS) };

for (const { name, pattern, tempo, swing } of GROOVES)
  test(`the groove ${name} is a pattern that the beat reads, at a tempo that it takes`, () => {
    assert.deepEqual(readPattern(pattern), pattern);
    assert.equal(playable(tempo), tempo);
    assert.ok(swing >= 50 && swing <= 67);
    assert.equal(grooveOf(pattern)?.name, name);
  });

for (const value of [
  null,
  undefined,
  7,
  "x",
  {},
  [],
  { ...EMPTY, kick: "x" },
  { ...EMPTY, hat: 5 },
  { ...EMPTY, snare: "o".repeat(STEPS) },
])
  test(`${JSON.stringify(value)} is no pattern`, () => {
    assert.equal(readPattern(value), null);
  });

test("a pattern keeps its three rows and nothing else", () => {
  assert.deepEqual(readPattern({ ...EMPTY, cowbell: "x" }), EMPTY);
});

test("a step is set and cleared, the rest and the pattern before untouched", () => {
  const set = withStep(EMPTY, "hat", 15, true);
  assert.equal(set.hat, `${".".repeat(15)}x`);
  assert.deepEqual([set.kick, set.snare], [EMPTY.kick, EMPTY.snare]);
  assert.deepEqual(withStep(set, "hat", 15, false), EMPTY);
  assert.equal(EMPTY.hat, ".".repeat(STEPS));
});

test("one step more is no ready groove", () => {
  assert.equal(grooveOf(withStep(EMPTY, "kick", 3, true)), undefined);
});

test("every hit has a level in 0…1, and the beat of every row is at least as loud as what lies between", () => {
  for (const row of ROWS)
    for (let step = 0; step < STEPS; step += 1) {
      const level = accent(row, step);
      assert.ok(level > 0 && level <= accent(row, 0), `${row} ${step}`);
    }
});

test("hats between the beats and ghost notes are softer", () => {
  assert.deepEqual(
    [0, 1, 2, 3].map((step) => accent("hat", step)),
    [1, 0.6, 0.8, 0.6],
  );
  assert.deepEqual(
    [4, 7].map((step) => accent("snare", step)),
    [1, 0.55],
  );
});

for (const [tempo, limited] of [
  [0, 40],
  [39.6, 40],
  [120.4, 120],
  [120.5, 121],
  [999, 240],
  [Infinity, 240],
])
  test(`a tempo of ${tempo} is played at ${limited}`, () => {
    assert.equal(playable(tempo ?? NaN), limited);
  });

test("the first tap says no tempo, the second does", () => {
  const taps = new Taps();
  assert.deepEqual([taps.tap(1000), taps.tap(1500)], [null, 120]);
});

test("the newest four gaps make the tempo", () => {
  const taps = new Taps();
  for (const time of [0, 1000, 2000, 2500, 3000, 3500]) taps.tap(time);
  assert.equal(taps.tap(4000), 120);
});

test("uneven taps give their mean", () => {
  const taps = new Taps();
  taps.tap(0);
  taps.tap(450);
  assert.equal(taps.tap(1000), 120);
});

test("a pause begins a new count", () => {
  const taps = new Taps();
  taps.tap(0);
  taps.tap(500);
  assert.equal(taps.tap(2501), null);
  assert.equal(taps.tap(3101), 100);
});

test("a hand that taps slowly is counted on, to the limit of a pause", () => {
  const taps = new Taps();
  taps.tap(0);
  taps.tap(1200);
  assert.equal(taps.tap(2400), 50);
  assert.equal(taps.tap(4400), 41); // three gaps in 4.4 s
});

test("two taps at once are the fastest tempo", () => {
  const taps = new Taps();
  taps.tap(5);
  assert.equal(taps.tap(5), 240);
});

test("a schedule counts sixteenths from when it starts", () => {
  const schedule = new Schedule();
  schedule.tempo = 120;
  schedule.start(1);
  assert.deepEqual(schedule.upTo(1, 1.3), [
    { step: 0, when: 1 },
    { step: 1, when: 1.125 },
    { step: 2, when: 1.25 },
  ]);
});

test("a schedule is straight at 96 beats a minute until its setting changes", () => {
  const schedule = new Schedule();
  schedule.start(0);
  assert.deepEqual(
    schedule.upTo(0, 0.5).map(({ when }) => Number(when.toFixed(5))),
    [0, 0.15625, 0.3125, 0.46875],
  );
});

test("what was counted is not counted again", () => {
  const schedule = new Schedule();
  schedule.tempo = 120;
  schedule.start(0);
  schedule.upTo(0, 0.5);
  assert.deepEqual(schedule.upTo(0.4, 0.5), []);
  assert.equal(schedule.upTo(0.4, 0.51)[0]?.step, 4);
});

test("sixteen steps make a bar and begin anew", () => {
  const schedule = new Schedule();
  schedule.tempo = 60;
  schedule.start(0);
  const steps = schedule.upTo(0, 8).map(({ step }) => step);
  assert.equal(steps.length, 2 * STEPS);
  assert.deepEqual(steps.slice(14, 18), [14, 15, 0, 1]);
});

test("swing delays every second sixteenth: 67 per cent is a triplet", () => {
  const schedule = new Schedule();
  schedule.tempo = 60;
  schedule.swing = 100 * (2 / 3);
  schedule.start(0);
  const times = schedule.upTo(0, 0.6).map(({ when }) => Number(when.toFixed(6)));
  assert.deepEqual(times, [0, 0.333333, 0.5]);
});

test("steps that the page slept through are counted, not played", () => {
  const schedule = new Schedule();
  schedule.tempo = 120;
  schedule.start(0);
  const steps = schedule.upTo(1.01, 1.2).map(({ step }) => step);
  assert.deepEqual(steps, [9]);
});

test("another tempo holds from the next step on", () => {
  const schedule = new Schedule();
  schedule.tempo = 60;
  schedule.start(0);
  schedule.upTo(0, 0.1);
  schedule.tempo = 120;
  assert.deepEqual(
    schedule.upTo(0, 0.4).map(({ when }) => when),
    [0.25, 0.375],
  );
});

test("a beat of a million steps does not drift", () => {
  const schedule = new Schedule();
  schedule.tempo = 96;
  schedule.start(0);
  let last = 0;
  for (let now = 0; now < 600; now += 0.5) for (const { when } of schedule.upTo(now, now + 0.5)) last = when;
  const sixteenth = 60 / 96 / 4;
  const nearest = Math.round(last / sixteenth) * sixteenth;
  assert.ok(last > 599 && Math.abs(last - nearest) < 1e-6, String(last - nearest));
});
