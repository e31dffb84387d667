import assert from "node:assert/strict";
import { test } from "node:test";
import { newestOnly } from "../../../static/js/shared/newest.js";

/** A job that ends when the test lets it. */
function held() {
  /** @type {number[]} */
  const begun = [];
  /** @type {(() => void)[]} */
  const ends = [];
  const ask = newestOnly((/** @type {number} */ value) => {
    begun.push(value);
    return /** @type {Promise<void>} */ (new Promise((resolve) => ends.push(() => resolve(undefined))));
  });
  const finish = async () => {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { begun, ask, finish };
}

test("the first request runs at once", () => {
  const { begun, ask } = held();
  ask(1);
  assert.deepEqual(begun, [1]);
});

test("while one runs only the newest waits", async () => {
  const { begun, ask, finish } = held();
  for (const value of [1, 2, 3, 4]) ask(value);
  assert.deepEqual(begun, [1]);
  await finish();
  assert.deepEqual(begun, [1, 4]);
  await finish();
  assert.deepEqual(begun, [1, 4]);
});

test("after all is done the next request runs at once again", async () => {
  const { begun, ask, finish } = held();
  ask(1);
  await finish();
  ask(2);
  assert.deepEqual(begun, [1, 2]);
});

test("a request for nothing is a request", () => {
  /** @type {unknown[]} */
  const begun = [];
  newestOnly(async (value) => void begun.push(value))(undefined);
  assert.deepEqual(begun, [undefined]);
});
