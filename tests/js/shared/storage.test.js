import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { recall, remember } from "../../../static/js/shared/storage.js";

/** @param {object | undefined} storage what the browser has */
const give = (storage) =>
  Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true, writable: true });

const refusing = {
  getItem() {
    throw new DOMException("refused", "SecurityError");
  },
  setItem() {
    throw new DOMException("full", "QuotaExceededError");
  },
};

afterEach(() => give(undefined));

test("a preference is recalled as it was remembered", () => {
  const items = new Map();
  give({ getItem: (/** @type {string} */ key) => items.get(key) ?? null, setItem: items.set.bind(items) });
  remember("volume", "3");
  assert.equal(recall("volume"), "3");
  assert.equal(recall("another"), null);
});

test("a browser that refuses recalls nothing and remembers without an error", () => {
  give(refusing);
  assert.doesNotThrow(() => remember("volume", "3"));
  assert.equal(recall("volume"), null);
});

test("a browser without storage recalls nothing", () => {
  give(undefined);
  assert.doesNotThrow(() => remember("volume", "3"));
  assert.equal(recall("volume"), null);
});
