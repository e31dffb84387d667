import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseModel } from "../../../static/js/studio/state/start.js";
import { beginGesture, redo, undo } from "../../../static/js/studio/state/steps.js";
import { move, setAmount, vary } from "../../../static/js/studio/state/travel.js";
import { DETAIL, model, openStore } from "./fixtures.js";

test("undo of a change of detail brings back its amount, and the next move takes all of it along", () => {
  const store = openStore({ model: "snare", version: "1", detail: DETAIL });
  store.dispatch(setAmount, 50);
  assert.notEqual(store.get().sound.detail, DETAIL);
  store.dispatch(undo);
  assert.equal(store.get().sound.detail, DETAIL);
  assert.equal(store.get().character.amount, 100);
  store.dispatch(move, { x: 0.7 });
  assert.equal(store.get().sound.detail, DETAIL);
});

test("redo brings the amount of detail back as well", () => {
  const store = openStore({ model: "snare", version: "1", detail: DETAIL });
  store.dispatch(setAmount, 50);
  const { detail } = store.get().sound;
  store.dispatch(undo);
  store.dispatch(redo);
  assert.equal(store.get().character.amount, 50);
  assert.equal(store.get().sound.detail, detail);
});

test("all moves of one gesture are one step", () => {
  const store = openStore();
  store.dispatch(beginGesture);
  for (const x of [0.6, 0.7, 0.8]) store.dispatch(move, { x });
  assert.equal(store.get().steps.past.length, 1);
  store.dispatch(undo);
  assert.equal(store.get().sound.x, 0.5);
});

test("two gestures are two steps", () => {
  const store = openStore();
  for (const x of [0.6, 0.7]) {
    store.dispatch(beginGesture);
    store.dispatch(move, { x });
  }
  store.dispatch(undo);
  assert.equal(store.get().sound.x, 0.6);
  store.dispatch(undo);
  assert.equal(store.get().sound.x, 0.5);
});

test("what the page sets by itself is no step", () => {
  assert.equal(openStore({ x: 0.1 }).get().steps.past.length, 0);
});

test("a change after undo leaves nothing to redo", () => {
  const store = openStore();
  store.dispatch(vary, 7);
  store.dispatch(undo);
  store.dispatch(move, { x: 0.9 });
  store.dispatch(redo);
  assert.equal(store.get().sound.x, 0.9);
});

test("undo leads back to another model with the detail that was there", () => {
  const store = openStore({ model: "snare", version: "1", detail: DETAIL });
  store.dispatch(setAmount, 50);
  const { sound, character } = store.get();
  store.dispatch(beginGesture);
  store.dispatch(chooseModel, model("kick"));
  assert.equal(store.get().sound.detail, null);
  store.dispatch(undo);
  assert.deepEqual(store.get().sound, sound);
  assert.deepEqual(store.get().character, character);
});

test("undo and redo with nothing to travel to change nothing", () => {
  const store = openStore();
  const state = store.get();
  store.dispatch(undo);
  store.dispatch(redo);
  assert.equal(store.get(), state);
});

test("after an undo, without another gesture, the next change is a step of its own", () => {
  const store = openStore();
  for (const x of [0.6, 0.7]) {
    store.dispatch(beginGesture);
    store.dispatch(move, { x });
  }
  store.dispatch(undo);
  store.dispatch(move, { x: 0.9 });
  store.dispatch(undo);
  assert.equal(store.get().sound.x, 0.6);
});

test("two hundred steps are kept, the newest", () => {
  const store = openStore();
  for (let i = 0; i < 250; i += 1) {
    store.dispatch(beginGesture);
    store.dispatch(vary, i + 1);
  }
  assert.equal(store.get().steps.past.length, 200);
  for (let i = 0; i < 300; i += 1) store.dispatch(undo);
  assert.equal(store.get().sound.seed, 50);
});
