import assert from "node:assert/strict";
import { test } from "node:test";
import { Keep } from "../../../static/js/shared/keep.js";

/** A browser's storage. */
class Shelf {
  /** @type {Map<string, string>} */
  items = new Map();
  isFull = false;
  get length() {
    return this.items.size;
  }
  /** @param {string} key */
  getItem(key) {
    return this.items.get(key) ?? null;
  }
  /** @param {string} key @param {string} text */
  setItem(key, text) {
    if (this.isFull) throw new DOMException("full", "QuotaExceededError");
    this.items.set(key, text);
  }
  /** @param {string} key */
  removeItem(key) {
    this.items.delete(key);
  }
  /** @param {number} index */
  key(index) {
    return [...this.items.keys()][index] ?? null;
  }
  clear() {
    this.items.clear();
  }
}

/** @param {Shelf | null} [shelf] */
function kept(shelf = new Shelf()) {
  /** @type {[string | null, boolean][]} */
  const troubles = [];
  const windows = new EventTarget();
  const keep = new Keep((sentence, mayHelp) => troubles.push([sentence, mayHelp]), shelf, windows);
  const elsewhere = (/** @type {string | null} */ key) =>
    windows.dispatchEvent(Object.assign(new Event("storage"), { key }));
  return { keep, troubles, elsewhere };
}

test("what was written is read, also by the next page", () => {
  const shelf = new Shelf();
  kept(shelf).keep.write("beat", { tempo: 96 });
  assert.deepEqual(kept(shelf).keep.read("beat"), { tempo: 96 });
});

test("what was never written is undefined", () => {
  assert.equal(kept().keep.read("heard"), undefined);
});

test("sections do not mix", () => {
  const { keep } = kept();
  keep.write("heard", [1]);
  keep.write("favourites", [2]);
  assert.deepEqual([keep.read("heard"), keep.read("favourites")], [[1], [2]]);
});

test("a full storage is reported once, and the page keeps what was written", () => {
  const shelf = Object.assign(new Shelf(), { isFull: true });
  const { keep, troubles } = kept(shelf);
  keep.write("heard", ["a"]);
  assert.match(troubles[0]?.[0] ?? "", /no room/);
  assert.equal(troubles[0]?.[1], true);
  assert.deepEqual(keep.read("heard"), ["a"]);
});

test("a retry writes everything and takes the sentence back", () => {
  const shelf = Object.assign(new Shelf(), { isFull: true });
  const { keep, troubles } = kept(shelf);
  keep.write("heard", ["a"]);
  keep.write("pins", { a: "?" });
  shelf.isFull = false;
  keep.retry();
  assert.deepEqual(troubles.at(-1), [null, false]);
  assert.deepEqual(
    [...shelf.items],
    [
      ["drumscape.heard", '["a"]'],
      ["drumscape.pins", '{"a":"?"}'],
    ],
  );
});

test("a retry does not write sections that hold nothing", () => {
  const shelf = new Shelf();
  const { keep } = kept(shelf);
  keep.read("heard");
  keep.retry();
  assert.equal(shelf.length, 0);
});

test("a browser without storage says so, and a retry cannot help", () => {
  const { keep, troubles } = kept(null);
  keep.write("level", 1);
  assert.match(troubles[0]?.[0] ?? "", /keeps nothing/);
  assert.equal(troubles[0]?.[1], false);
  assert.equal(keep.read("level"), 1);
});

test("a text that is no JSON is set aside, not lost", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const shelf = new Shelf();
  shelf.setItem("drumscape.heard", "{broken");
  const { keep, troubles } = kept(shelf);
  assert.equal(keep.read("heard"), undefined);
  assert.deepEqual([...shelf.items], [["drumscape.heard.unreadable", "{broken"]]);
  assert.match(troubles[0]?.[0] ?? "", /could not be read/);
  context.mock.timers.tick(10_000);
  assert.deepEqual(troubles.at(-1), [null, false]);
});

test("a section that cannot be read is read once", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const shelf = new Shelf();
  shelf.setItem("drumscape.heard", "{broken");
  const { keep, troubles } = kept(shelf);
  keep.read("heard");
  keep.read("heard");
  assert.equal(troubles.length, 1);
});

test("what another window wrote is read anew, and its readers hear of it", () => {
  const shelf = new Shelf();
  const { keep, elsewhere } = kept(shelf);
  keep.write("beat", 1);
  let heard = 0;
  keep.subscribe("beat", () => (heard += 1));
  shelf.setItem("drumscape.beat", "2");
  elsewhere("drumscape.beat");
  assert.deepEqual([keep.read("beat"), heard], [2, 1]);
});

test("a change of another section is none of a reader's business", () => {
  const { keep, elsewhere } = kept();
  let heard = 0;
  keep.subscribe("beat", () => (heard += 1));
  elsewhere("drumscape.heard");
  elsewhere("something else");
  assert.equal(heard, 0);
});

test("when another window clears everything, every reader hears of it", () => {
  const { keep, elsewhere } = kept();
  /** @type {string[]} */
  const heard = [];
  for (const section of /** @type {const} */ (["beat", "pins"]))
    keep.subscribe(section, () => heard.push(section));
  elsewhere(null);
  assert.deepEqual(heard, ["beat", "pins"]);
});
