import assert from "node:assert/strict";
import { test } from "node:test";
import { estimateWords, untilDoneWords } from "../../../static/js/dashboard/estimate.js";
import { chartData, chartOptions, stateOf, TOKENS } from "../../../static/js/dashboard/run/chartoptions.js";
import { figureText, headsOf, positionWords, sidesOf } from "../../../static/js/dashboard/run/report.js";
import {
  actionsOn,
  doneShare,
  isActive,
  markWords,
  noteOn,
  numbersOf,
  stateWords,
} from "../../../static/js/dashboard/run/words.js";

/** @import { RunState } from "../../../static/js/dashboard/client.js" */

const STATES = /** @type {RunState[]} */ ([
  "queued",
  "running",
  "stopping",
  "finished",
  "cancelled",
  "failed",
]);
const everybody = () => true;
const nobody = () => false;

test("the share that is done goes by the clock once the time left is known", () => {
  assert.equal(doneShare({ epoch: 90, epochs: 100, elapsed_s: 10, eta_s: 30 }), 0.25);
});

test("before that it goes by the passes", () => {
  assert.equal(doneShare({ epoch: 25, epochs: 100, elapsed_s: 10, eta_s: null }), 0.25);
  assert.equal(doneShare({ epoch: 25, epochs: 100, elapsed_s: 0, eta_s: 30 }), 0.25);
});

test("a training that has not begun has done nothing", () => {
  assert.equal(doneShare({ epoch: 0, epochs: 0, elapsed_s: 0, eta_s: null }), 0);
});

/** @param {Partial<Parameters<typeof noteOn>[0]>} change */
const note = (change) =>
  noteOn({ state: "running", is_live: false, version: null, warning: null, ahead: null, ...change });

test("a training in the queue says what comes before it", () => {
  assert.equal(note({ state: "queued", ahead: 2 }), "2 trainings come before this one.");
  assert.equal(note({ state: "queued", ahead: 0 }), "It begins in a moment.");
  assert.equal(note({ state: "queued" }), "It begins in a moment.");
});

test("a version that is live is no longer said to be ready", () => {
  assert.equal(note({ state: "finished", version: "4", is_live: true }), "This version is live.");
  assert.equal(note({ state: "finished", version: "4" }), "Ready as version 4.");
});

test("a training that finished without a version is not said to be ready", () => {
  assert.equal(note({ state: "finished", version: null }), "");
});

test("a training of one second is already timed by the clock", () => {
  assert.equal(doneShare({ epoch: 0, epochs: 100, elapsed_s: 1, eta_s: 3 }), 0.25);
});

test("a warning of too little data is said while nothing else is", () => {
  assert.equal(note({ warning: "Only 12 sounds." }), "Only 12 sounds.");
  assert.equal(note({ state: "finished", version: "4", warning: "Only 12 sounds." }), "Ready as version 4.");
  assert.equal(note({}), "");
});

test("every state has a word, an unknown one is its own", () => {
  assert.deepEqual(STATES.map(stateWords), [
    "waiting",
    "training",
    "stopping",
    "finished",
    "stopped",
    "failed",
  ]);
  assert.equal(stateWords("new"), "new");
});

test("marks name the pass after which they happened", () => {
  assert.match(markWords({ epoch: 7, kind: "resumed" }), /pass 7/);
  assert.match(markWords({ epoch: 8, kind: "went back" }), /pass 8/);
  assert.match(markWords({ epoch: 9, kind: "slowed" }), /pass 9/);
  assert.equal(markWords({ epoch: 9, kind: "something new" }), "something new");
});

/** @param {Partial<Parameters<typeof numbersOf>[0]>} change */
const numbers = (change) =>
  numbersOf({ state: "running", epoch: 3, epochs: 10, eta_s: 65, elapsed_s: 30, history: {}, ...change }).map(
    ({ name, value }) => `${name}: ${value}`,
  );

test("a running training says pass, time and time left", () => {
  assert.deepEqual(numbers({}), ["Pass: 3 of 10", "Time: 30 s", "Left: 1 min 5 s"]);
});

test("a training without an end says its pass alone", () => {
  assert.deepEqual(numbers({ epochs: 0, eta_s: null }), ["Pass: 3", "Time: 30 s", "Left: –"]);
});

test("the latest value of each loss is shown", () => {
  const history = { loss: [3, 2.3456], val_loss: [4, 0] };
  assert.deepEqual(numbers({ history }).slice(1, 3), ["Distance: 2.35", "On sounds kept aside: 0"]);
});

test("a loss that is unknown is left out", () => {
  assert.deepEqual(numbers({ history: { loss: [3, null], val_loss: [] } }).length, 3);
});

test("a training that ended has no time left", () => {
  assert.deepEqual(numbers({ state: "finished" }), ["Pass: 3 of 10", "Time: 30 s"]);
});

for (const state of STATES)
  test(`of a training that is ${state}, who may nothing can do nothing`, () => {
    const actions = actionsOn({ state, is_live: false }, nobody);
    assert.deepEqual(actions, { stop: false, resume: false, publish: false });
  });

/** @type {[RunState, string[]][]} */
const POSSIBLE = [
  ["queued", ["stop"]],
  ["running", ["stop"]],
  ["stopping", []],
  ["finished", ["publish"]],
  ["cancelled", ["resume"]],
  ["failed", ["resume"]],
];
for (const [state, possible] of POSSIBLE)
  test(`a training that is ${state} can ${possible.join() || "do nothing"}`, () => {
    const actions = Object.entries(actionsOn({ state, is_live: false }, everybody));
    assert.deepEqual(
      actions.filter(([, isPossible]) => isPossible).map(([name]) => name),
      possible,
    );
    assert.equal(isActive(state), possible.includes("stop"));
  });

test("what is live is not published again", () => {
  assert.equal(actionsOn({ state: "finished", is_live: true }, everybody).publish, false);
});

test("a trainer does not publish", () => {
  const trainer = (/** @type {string} */ role) => role === "trainer";
  assert.equal(actionsOn({ state: "finished", is_live: false }, trainer).publish, false);
  assert.equal(actionsOn({ state: "running", is_live: false }, trainer).stop, true);
});

const ESTIMATE = { steps: 1000, seconds: 7200, measured: true, ahead: 0 };

test("without a limit an estimate is the whole time", () => {
  assert.match(estimateWords(ESTIMATE, 0), /^It will take about 2 hours, as fast as trainings went here\./);
});

test("a limit that is long enough ends before", () => {
  assert.match(estimateWords(ESTIMATE, 120), /^It will be done before that, after about 2 hours/);
});

test("a limit that is too short says how long would be better", () => {
  assert.match(estimateWords(ESTIMATE, 119), /with about 2 hours it would get better still/);
});

test("what was never measured is called a guess", () => {
  assert.match(estimateWords({ ...ESTIMATE, measured: false }, 0), /a guess/);
});

test("the estimate is followed by the trainings ahead", () => {
  assert.match(estimateWords({ ...ESTIMATE, ahead: 3 }, 0), /later\. 3 trainings come before this one\.$/);
});

test("the choice of no limit says how long that is where it is known", () => {
  assert.equal(untilDoneWords(ESTIMATE), "Best: until done (about 2 hours)");
  assert.equal(untilDoneWords(null), "Best: until it is done");
});

test("a report of a first version has one side, later ones two", () => {
  assert.deepEqual(sidesOf({ live: null }), ["candidate"]);
  assert.deepEqual(sidesOf({ live: "3" }), ["candidate", "live"]);
  assert.deepEqual(headsOf({ candidate: "4", live: "3" }), ["version 4", "version 3, live"]);
  assert.deepEqual(headsOf({ candidate: "4", live: null }), ["version 4"]);
});

test("figures of a report have their unit; what was not measured is a dash", () => {
  const figure = /** @type {const} */ ({
    name: "",
    meaning: "",
    unit: "dB",
    candidate: 3.04159,
    live: null,
    margin: 0,
  });
  assert.deepEqual([figureText(figure, "candidate"), figureText(figure, "live")], ["3.0 dB", "–"]);
  assert.equal(figureText({ ...figure, unit: "share", candidate: 0.256 }, "candidate"), "26 %");
  assert.equal(figureText({ ...figure, candidate: 0 }, "candidate"), "0.0 dB");
});

test("positions have names: the middle and four corners", () => {
  assert.equal(positionWords({ x: 0.5, y: 0.5 }), "Middle");
  assert.deepEqual(
    [
      [0.1, 0.9],
      [0.9, 0.9],
      [0.1, 0.1],
      [0.9, 0.1],
    ].map(([x = 0, y = 0]) => positionWords({ x, y })),
    ["Upper left", "Upper right", "Lower left", "Lower right"],
  );
});

test("the chart has a line for each loss, empty where there is none", () => {
  assert.deepEqual(chartData({ epoch: [1, 2], loss: [5, 4] }), [
    [1, 2],
    [null, null],
    [5, 4],
  ]);
  assert.deepEqual(chartData({}), [[], [], []]);
});

test("the chart is drawn anew for a pass, a mark and a training that went back", () => {
  const before = stateOf({ epoch: [1, 2] }, []);
  assert.equal(stateOf({ epoch: [1, 2] }, []), before);
  assert.notEqual(stateOf({ epoch: [1, 2, 3] }, []), before);
  assert.notEqual(stateOf({ epoch: [1, 3] }, []), before);
  assert.notEqual(stateOf({ epoch: [1, 2] }, ["resumed"]), before);
});

test("the chart asks for no colour that it does not watch", () => {
  /** @type {Set<string>} */
  const asked = new Set();
  const options = chartOptions((token) => {
    asked.add(token);
    return token;
  });
  assert.ok(
    [...asked].every((token) => TOKENS.includes(token)),
    [...asked].join(),
  );
  assert.equal(options.series.length, chartData({}).length);
});

test("so few passes that they make no line are drawn as points", () => {
  const { series } = chartOptions(() => "");
  const show = series[1]?.points?.show;
  if (typeof show !== "function") throw new TypeError("it depends on the data");
  const shown = [
    [1, 2],
    [1, 2, 3],
  ].map((passes) => Reflect.apply(show, null, [{ data: [passes] }]));
  assert.deepEqual(shown, [true, false]);
});
