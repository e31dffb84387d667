import assert from "node:assert/strict";
import { test } from "node:test";
import { Steps } from "../../../static/js/studio/steps.js";

/** @param {number} count @returns {Steps<number>} after changes 0 to 1, 1 to 2 and so on, each a gesture of its own */
function after(count) {
  const steps = new Steps();
  for (let before = 0; before < count; before += 1) {
    steps.begin();
    steps.changed(before);
  }
  return steps;
}

test("at first there is no step either way", () => {
  const steps = after(0);
  assert.deepEqual([steps.canUndo, steps.canRedo], [false, false]);
  assert.deepEqual([steps.undo(0), steps.redo(0)], [undefined, undefined]);
});

test("undo goes back step by step, redo on again", () => {
  const steps = after(3);
  assert.deepEqual([steps.undo(3), steps.undo(2), steps.undo(1)], [2, 1, 0]);
  assert.deepEqual([steps.redo(0), steps.redo(1), steps.redo(2)], [1, 2, 3]);
});

test("one step can be undone and then redone", () => {
  const steps = after(1);
  assert.deepEqual([steps.canUndo, steps.canRedo], [true, false]);
  steps.undo(1);
  assert.deepEqual([steps.canUndo, steps.canRedo], [false, true]);
});

test("undo at the beginning changes nothing", () => {
  const steps = after(1);
  steps.undo(1);
  assert.equal(steps.undo(0), undefined);
  assert.equal(steps.redo(0), 1);
});

test("all that one gesture changes is one step", () => {
  const steps = new Steps();
  steps.begin();
  for (const before of [0, 1, 2]) steps.changed(before);
  assert.equal(steps.undo(3), 0);
  assert.equal(steps.canUndo, false);
});

test("a change after an undo forgets what was undone", () => {
  const steps = after(2);
  steps.undo(2);
  steps.begin();
  steps.changed(1);
  assert.equal(steps.canRedo, false);
  assert.equal(steps.undo(9), 1);
});

test("after an undo, without another gesture, the next change is a step of its own", () => {
  const steps = after(2);
  steps.undo(2);
  steps.changed(1);
  assert.deepEqual([steps.undo(5), steps.undo(1)], [1, 0]);
});

test("two hundred steps are kept, the newest", () => {
  const steps = after(250);
  let [now, count] = [250, 0];
  for (let back = steps.undo(now); back !== undefined; back = steps.undo(now)) {
    assert.equal(back, now - 1);
    [now, count] = [back, count + 1];
  }
  assert.deepEqual([count, now], [200, 50]);
});

test("reset forgets both ways", () => {
  const steps = after(2);
  steps.undo(2);
  steps.reset();
  assert.deepEqual([steps.canUndo, steps.canRedo], [false, false]);
});
