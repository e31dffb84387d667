import assert from "node:assert/strict";
import { test } from "node:test";
import { createStore, isSame } from "../../../static/js/studio/store.js";

/** @param {{n: number, text: string}} state @param {number} n */
const set = (state, n) => ({ ...state, n });

test("a watcher runs at once and when what it selects is another", () => {
  const store = createStore({ n: 1, text: "a" });
  /** @type {number[]} */
  const seen = [];
  store.watch(
    ({ n }) => n,
    (n) => seen.push(n),
  );
  store.dispatch(set, 2);
  store.dispatch(set, 2);
  assert.deepEqual(seen, [1, 2]);
});

test("a watcher that is ended runs no more", () => {
  const store = createStore({ n: 1, text: "a" });
  let runs = 0;
  const end = store.whenChanged(
    ({ n }) => n,
    () => {
      runs += 1;
    },
  );
  end();
  store.dispatch(set, 2);
  assert.equal(runs, 0);
});

test("an action of a watcher also reaches the watchers before it", () => {
  const store = createStore({ n: 1, text: "a" });
  /** @type {number[]} */
  const seen = [];
  store.whenChanged(
    ({ n }) => n,
    (n) => seen.push(n),
  );
  store.whenChanged(
    ({ n }) => n,
    (n) => n < 3 && store.dispatch(set, n + 1),
  );
  store.dispatch(set, 2);
  assert.deepEqual(seen, [2, 3]);
});

test("a watcher that fails does not silence the store", () => {
  const store = createStore({ n: 1, text: "a" });
  const end = store.whenChanged(
    ({ n }) => n,
    () => {
      throw new TypeError("no");
    },
  );
  assert.throws(() => store.dispatch(set, 2), TypeError);
  end();
  let seen = 0;
  store.whenChanged(
    ({ n }) => n,
    (n) => {
      seen = n;
    },
  );
  store.dispatch(set, 3);
  assert.equal(seen, 3);
});

test("lists and plain objects are the same by their values, files by themselves", () => {
  assert.equal(isSame([1, "a"], [1, "a"]), true);
  assert.equal(isSame([1], [1, 2]), false);
  assert.equal(isSame({ a: 1 }, { a: 1 }), true);
  assert.equal(isSame({ a: 1 }, { b: 1 }), false);
  assert.equal(isSame(new File([], "a"), new File([], "a")), false);
  assert.equal(isSame(NaN, NaN), true);
});
