import assert from "node:assert/strict";
import { test } from "node:test";
import { Poll } from "../../../static/js/shared/poll.js";

const WAITS = { busyMs: 10, idleMs: 100 };

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** @param {import("node:test").TestContext} context */
function watched(context) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const page = {
    isBusy: false,
    isHidden: false,
    readings: /** @type {boolean[]} */ ([]),
    shown: /** @type {number[]} */ ([]),
    errors: /** @type {unknown[]} */ ([]),
  };
  /** @type {((answer: Promise<number>) => void)[]} */
  const waiting = [];
  const poll = new Poll({
    read: (byTimer) => {
      page.readings.push(byTimer);
      return /** @type {Promise<number>} */ (new Promise((resolve) => waiting.push(resolve)));
    },
    show: (/** @type {number} */ found) => {
      page.shown.push(found);
      return page.isBusy;
    },
    fail: (error) => page.errors.push(error),
    isHidden: () => page.isHidden,
    waits: WAITS,
  });
  const answer = async (/** @type {Promise<number> | number} */ found) => {
    waiting.shift()?.(Promise.resolve(found));
    await settled();
  };
  const pass = async (/** @type {number} */ ms) => {
    context.mock.timers.tick(ms);
    await settled();
  };
  return { page, poll, answer, pass };
}

test("what was read is shown, and read again after the idle time", async (context) => {
  const { page, poll, answer, pass } = watched(context);
  void poll.refresh();
  await answer(1);
  await pass(99);
  assert.deepEqual([page.shown, page.readings], [[1], [false]]);
  await pass(1);
  assert.deepEqual(page.readings, [false, true]);
});

test("while something moves it is read again soon", async (context) => {
  const { page, poll, answer, pass } = watched(context);
  page.isBusy = true;
  void poll.refresh();
  await answer(1);
  await pass(10);
  assert.equal(page.readings.length, 2);
});

test("what arrives after a newer reading began is not shown", async (context) => {
  const { page, poll, answer } = watched(context);
  void poll.refresh();
  void poll.refresh();
  await answer(1);
  await answer(2);
  assert.deepEqual(page.shown, [2]);
});

test("of two readings at once only one goes on", async (context) => {
  const { page, poll, answer, pass } = watched(context);
  void poll.refresh();
  void poll.refresh();
  await answer(1);
  await answer(2);
  await pass(100);
  assert.equal(page.readings.length, 3);
});

test("a failure is reported and does not end the reading", async (context) => {
  const { page, poll, answer, pass } = watched(context);
  const error = new Error("no answer");
  void poll.refresh();
  await answer(Promise.reject(error));
  assert.deepEqual(page.errors, [error]);
  await pass(100);
  assert.equal(page.readings.length, 2);
});

test("a failure of a reading that a newer one overtook is not reported", async (context) => {
  const { page, poll, answer } = watched(context);
  void poll.refresh();
  void poll.refresh();
  await answer(Promise.reject(new Error("late")));
  await answer(2);
  assert.deepEqual([page.errors, page.shown], [[], [2]]);
});

test("a page that nobody looks at is not read by itself", async (context) => {
  const { page, poll, answer, pass } = watched(context);
  page.isHidden = true;
  void poll.refresh();
  await answer(1);
  await pass(1000);
  assert.equal(page.readings.length, 1);
});

test("a reading that was asked for puts off the next by the clock", async (context) => {
  const { page, poll, answer, pass } = watched(context);
  void poll.refresh();
  await answer(1);
  await pass(60);
  void poll.refresh();
  await answer(2);
  await pass(60);
  assert.deepEqual(page.readings, [false, false]);
});
