import assert from "node:assert/strict";
import { test } from "node:test";
import { pitchUrl } from "../../../static/js/studio/address.js";
import { usedHit } from "../../../static/js/studio/sample/hit.js";
import { compared, reportOf } from "../../../static/js/studio/sample/report.js";
import { notePitch } from "../../../static/js/studio/state/hearing.js";
import { dropped, locate, refine } from "../../../static/js/studio/state/sample.js";
import { noteOf, tuneOf } from "../../../static/js/studio/state/selectors.js";
import { chooseModel } from "../../../static/js/studio/state/start.js";
import { move, setTune, tuneToSample } from "../../../static/js/studio/state/travel.js";
import { match, model, openStore } from "./fixtures.js";

/** @import { Character, Match } from "../../../static/js/shared/api.js" */

const FILE = new File(["drum"], "drum.wav");
const DRUM = { pitch_hz: 180, length_s: 0.2, brightness_hz: 2000 };

/** @param {Partial<Character>} sound @param {Partial<Character>} [sample] */
const pair = (sound, sample = {}) => ({ sample: { ...DRUM, ...sample }, sound: { ...DRUM, ...sound } });

/** A studio whose sample was found. @param {Partial<Match>} [changes] */
function located(changes) {
  const store = openStore();
  store.dispatch(dropped, FILE);
  find(store, changes);
  return store;
}

/** @param {ReturnType<typeof openStore>} store @param {Partial<Match>} [changes] */
function find(store, changes) {
  const { search } = store.get().sample;
  assert.ok(search);
  store.dispatch(locate, search, match(changes), null);
}

for (const [words, sound] of /** @type {[string, Partial<Character>][]} */ ([
  ["Same pitch, length and brightness", {}],
  ["Same length and brightness, 4 semitones higher", { pitch_hz: 180 * 2 ** (4 / 12) }],
  ["Same length and brightness, 1 semitone lower", { pitch_hz: 180 * 2 ** (-1 / 12) }],
  ["Same length and brightness, half a semitone higher", { pitch_hz: 180 * 2 ** (0.6 / 12) }],
  ["Same pitch, length and brightness", { pitch_hz: 180 * 2 ** (0.4 / 12) }],
  ["Same pitch and brightness, longer", { length_s: 0.3 }],
  ["Same pitch and brightness, shorter", { length_s: 0.1 }],
  ["Same pitch, length and brightness", { length_s: 0.22 }],
  ["Same pitch and length, brighter", { brightness_hz: 2400 }],
  ["Same pitch and length, darker", { brightness_hz: 1600 }],
  ["Same pitch, length and brightness", { brightness_hz: 2200 }],
  ["Same length and brightness, without a clear note", { pitch_hz: null }],
]))
  test(`a report says: ${words}, of ${JSON.stringify(sound)}`, () => {
    assert.equal(compared(pair(sound)), words);
  });

test("a short difference in time is not heard, however large its ratio", () => {
  assert.match(compared(pair({ length_s: 0.005 }, { length_s: 0.02 })), /Same pitch, length/);
});

test("of a sample without a note no pitch is compared", () => {
  assert.equal(
    compared(pair({}, { pitch_hz: null })),
    "Same length and brightness, with a note that your sample has not",
  );
  assert.equal(compared(pair({ pitch_hz: null }, { pitch_hz: null })), "Same length and brightness");
});

test("a located sample is in tune, and another tune of its location is reported with a way back", () => {
  const store = located({ tune: -4.2 });
  assert.equal(tuneOf(store.get().sound), -4.2);
  assert.match(reportOf(store.get()).words, /^Same pitch/);
  assert.equal(reportOf(store.get()).tunable, false);
  store.dispatch(setTune, -0.2);
  assert.match(reportOf(store.get()).words, /4 semitones higher/);
  assert.deepEqual([reportOf(store.get()).tunable, reportOf(store.get()).away], [true, false]);
  store.dispatch(tuneToSample);
  assert.equal(tuneOf(store.get().sound), -4.2);
});

test("the note of a sample's location is that of the sound that was measured there", () => {
  const store = located({ tune: 12, sound: { ...DRUM, pitch_hz: 180 } });
  assert.equal(noteOf(store.get()), 180);
  store.dispatch(setTune, 0);
  assert.equal(noteOf(store.get()), 90);
  store.dispatch(move, { x: 0.6 });
  assert.equal(noteOf(store.get()), null, "not measured yet");
});

test("a report belongs to its location, and says so where another is played", () => {
  const store = located();
  assert.equal(reportOf(store.get()).away, false);
  store.dispatch(move, { x: 0.6 });
  assert.deepEqual(
    [reportOf(store.get()).away, reportOf(store.get()).words.startsWith("At its location: same")],
    [true, true],
  );
  store.dispatch(move, { x: 0.2 });
  assert.equal(reportOf(store.get()).away, false);
});

test("elsewhere the sound is tuned by the note that was measured there", () => {
  const store = located({ pitch_hz: 180 });
  store.dispatch(move, { x: 0.6 });
  assert.equal(reportOf(store.get()).tunable, false, "the note there is not known yet");
  store.dispatch(notePitch, pitchUrl(store.get().sound), 90);
  assert.equal(reportOf(store.get()).tunable, true);
  store.dispatch(tuneToSample);
  assert.equal(tuneOf(store.get().sound), 12);
});

test("distance and being off the map are two statements", () => {
  const near = reportOf(located({ heard_db: 3, outside: true }).get());
  assert.equal(
    near.advice,
    "As near as two hits of one drum. Not on this map: no sound of this model is close.",
  );
  const far = reportOf(located({ heard_db: 12, outside: false }).get());
  assert.equal(far.advice, "Only distantly alike. Refine may come closer.");
});

test("after Refine nothing asks for it", () => {
  const store = located({ heard_db: 12 });
  store.dispatch(refine);
  find(store, { heard_db: 11, outside: true });
  const { advice, refinable } = reportOf(store.get());
  assert.equal(refinable, false);
  assert.doesNotMatch(advice, /refine/i);
});

test("a sample of another kind offers its model, and is looked for there", () => {
  const store = located({ better: ["gone", "kick"] });
  assert.equal(reportOf(store.get()).opens, "kick");
  assert.doesNotMatch(reportOf(store.get()).advice, /near|Close|Alike/);
  store.dispatch(chooseModel, model("kick"));
  assert.deepEqual(store.get().sample.search?.on, { model: "kick", version: "1" });
  assert.equal(tuneOf(store.get().sound), 0, "a tune belongs to a location");
});

test("a model is returned to with its tune", () => {
  const store = located({ tune: 3 });
  store.dispatch(chooseModel, model("kick"));
  store.dispatch(chooseModel, model("snare"));
  assert.equal(tuneOf(store.get().sound), 3);
});

test("of a long sample the report says which hit was used", () => {
  const samples = new Float32Array(20 * 1000);
  samples[3200] = -0.8;
  samples[9000] = 0.7;
  assert.deepEqual(usedHit(samples, 1000), { atS: 3.2, ofS: 20 });
  assert.equal(usedHit(samples.subarray(0, 2000), 1000), null);
});
