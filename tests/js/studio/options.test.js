import assert from "node:assert/strict";
import { test } from "node:test";
import {
  anotherSeed,
  numberText,
  optionNamed,
  optionsFor,
  sliderNames,
  useOptionTable,
  withOptions,
} from "../../../static/js/studio/options.js";
import { fullLength, scaleOf } from "../../../static/js/studio/shape/scales.js";
import { servedTable } from "../table.js";

const table = servedTable();
useOptionTable(table);
const FULL_S = 0.37;

for (const name of sliderNames()) {
  const { travel } = optionNamed(name).slider ?? assert.fail();
  const scale = scaleOf(name);

  test(`${name} at rest is the sound as it is`, () => {
    assert.equal(scale.value(travel.rest, FULL_S), null);
    assert.equal(scale.position(null, FULL_S), travel.rest);
  });

  test(`every position of ${name} gives a value in range, and the thumb's own position gives it again`, () => {
    const option = optionNamed(name);
    assert.ok(option.kind === "number");
    const seen = new Set();
    for (let at = travel.min; at <= travel.max + 1e-9; at += travel.step) {
      const value = scale.value(at, FULL_S);
      if (value === null) continue;
      assert.ok(value >= option.low && value <= option.high, `${value} at ${at}`);
      assert.ok(numberText(value).length <= 6, `${value} has more digits than it needs`);
      assert.equal(scale.value(scale.position(value, FULL_S), FULL_S), value);
      seen.add(value);
    }
    assert.ok(seen.size > 60);
  });
}

test("words have the units of the ear", () => {
  /** @param {string} name @param {number | null} value */
  const words = (name, value) => scaleOf(name).words(value, FULL_S);
  assert.equal(words("pitch", -3.5), "−3.5 st");
  assert.equal(words("gain", null), "0 dB");
  assert.equal(words("length", null), "370 ms");
  assert.equal(words("fade", null), "off");
  assert.equal(words("lowcut", 80), "80 Hz");
  assert.equal(words("highcut", 6320), "6.32 kHz");
  assert.equal(words("highcut", null), "off");
});

test("a sound lasts as long as its pitch lets it, and no longer than the longest file", () => {
  const model = { length: 44_100, rate: 44_100 };
  assert.equal(fullLength(model, {}), 1);
  assert.equal(fullLength(model, { pitch: "12" }), 0.5);
  assert.equal(fullLength(model, { pitch: "-24" }), 2);
});

test("options that a model lacks are left out", () => {
  const options = { tune: "3", pitch: "1" };
  assert.deepEqual(optionsFor(options, { has_tune: false }), { pitch: "1" });
  assert.deepEqual(optionsFor(options, { has_tune: true }), options);
});

test("a change to the default removes an option, and touches no other state", () => {
  const options = { tune: "3", pitch: "1" };
  assert.deepEqual(withOptions(options, { pitch: null, gain: "-6" }), { tune: "3", gain: "-6" });
  assert.deepEqual(options, { tune: "3", pitch: "1" });
});

test("an option that the table does not know is an error", () => {
  assert.throws(() => optionNamed("volume"), RangeError);
  assert.throws(() => scaleOf("bits"), RangeError);
});

test("another seed is one that addresses accept", () => {
  for (let turn = 0; turn < 100; turn += 1) {
    const seed = anotherSeed();
    assert.ok(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31);
  }
});

test("a new row with a slider needs no other line of JavaScript", () => {
  const drive = {
    ...optionNamed("gain"),
    ...{ name: "drive", low: 0, high: 30, tag: { before: "drive", shows: "signed", after: "dB", factor: 1 } },
    slider: {
      label: "Drive",
      hint: "Warmer",
      low: 0,
      high: 30,
      step: 0.5,
      scale: "linear",
      rests_at: "default",
    },
  };
  const travel = { min: 0, max: 30, step: 0.5, rest: 0 };
  useOptionTable([.../** @type {any} */ (table), { ...drive, slider: { ...drive.slider, travel } }]);
  assert.equal(sliderNames().at(-1), "drive");
  assert.equal(scaleOf("drive").value(12.5, FULL_S), 12.5);
  assert.equal(scaleOf("drive").words(12.5, FULL_S), "12.5 dB");
  useOptionTable(table);
});
