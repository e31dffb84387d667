import assert from "node:assert/strict";
import { test } from "node:test";
import {
  dropped,
  failToLocate,
  guess,
  locate,
  refine,
  searchOnceMore,
} from "../../../static/js/studio/state/sample.js";
import { chooseModel, showMap } from "../../../static/js/studio/state/start.js";
import { goTo, move, setTune, visit } from "../../../static/js/studio/state/travel.js";
import { DETAIL, freshState, match, model, openStore } from "./fixtures.js";

/** @typedef {ReturnType<typeof openStore>} Store */

const FILE = new File(["drum"], "drum.wav");
const LANDMARK = { x: 0.8, y: 0.9, detail: "AAAA", name: "a.wav", brightness_hz: 100, length_s: 0.2 };

/** @param {Store} store */
function search(store) {
  const { search } = store.get().sample;
  assert.ok(search);
  return search;
}

/** @param {Store} store */
const position = (store) => [store.get().sound.x, store.get().sound.y];

test("a located sample moves a hand that has stayed", () => {
  const store = openStore();
  store.dispatch(dropped, FILE);
  store.dispatch(locate, search(store), match(), null);
  assert.deepEqual(position(store), [0.2, 0.3]);
  assert.equal(store.get().sound.detail, DETAIL);
  assert.equal(store.get().glides, true);
});

test("the page's own answer moves the hand, and the server's moves it on", () => {
  const store = openStore();
  store.dispatch(dropped, FILE);
  const begun = search(store);
  store.dispatch(guess, begun, { x: 0.31, y: 0.29, detail: DETAIL });
  assert.deepEqual(
    [store.get().sound.x, store.get().sound.y, store.get().sound.detail],
    [0.31, 0.29, DETAIL],
  );
  store.dispatch(locate, begun, match(), null);
  assert.deepEqual([store.get().sound.x, store.get().sound.y], [0.2, 0.3]);
});

test("a hand that has moved on stays, before the page's own answer and after it", () => {
  const store = openStore();
  store.dispatch(dropped, FILE);
  const begun = search(store);
  store.dispatch(guess, begun, { x: 0.31, y: 0.29, detail: null });
  store.dispatch(move, { x: 0.6 });
  store.dispatch(guess, begun, { x: 0.1, y: 0.1, detail: null });
  store.dispatch(locate, begun, match(), null);
  assert.deepEqual([store.get().sound.x, store.get().sound.y], [0.6, 0.29]);
});

test("a sample that is located late leaves a hand that has moved since, and brings its character", () => {
  const store = openStore();
  store.dispatch(dropped, FILE);
  const begun = search(store);
  store.dispatch(move, { x: 0.6, y: 0.7 });
  store.dispatch(locate, begun, match(), null);
  assert.deepEqual(position(store), [0.6, 0.7]);
  assert.equal(store.get().character.whole, DETAIL);
  assert.equal(store.get().sample.found.length, 1);
});

test("an answer for another map is void", () => {
  const store = openStore();
  store.dispatch(dropped, FILE);
  const begun = search(store);
  store.dispatch(chooseModel, model("kick"));
  const { sound } = store.get();
  store.dispatch(locate, begun, match(), null);
  assert.deepEqual(store.get().sound, sound);
  assert.deepEqual(search(store).on, { model: "kick", version: "1" });
});

test("a map that comes late neither moves the hand nor shows itself", () => {
  const store = openStore();
  store.dispatch(move, { x: 0.6 });
  const { sound } = store.get();
  store.dispatch(showMap, { model: "kick", version: "1" }, { points: [LANDMARK], axes: [], player: null });
  assert.deepEqual(store.get().sound, sound);
  assert.deepEqual(store.get().map.points, []);
});

test("each model is found again where it was left", () => {
  const store = openStore();
  store.dispatch(move, { x: 0.1, y: 0.2 });
  store.dispatch(chooseModel, model("kick"));
  store.dispatch(move, { x: 0.8, y: 0.9 });
  store.dispatch(chooseModel, model("snare"));
  assert.deepEqual(position(store), [0.1, 0.2]);
  store.dispatch(chooseModel, model("kick"));
  assert.deepEqual(position(store), [0.8, 0.9]);
});

test("a model that was never played begins where the hand is", () => {
  const store = openStore();
  store.dispatch(move, { x: 0.1, y: 0.2 });
  store.dispatch(chooseModel, model("kick"));
  assert.deepEqual(position(store), [0.1, 0.2]);
});

test("a model is left with its detail, which another version does not know", () => {
  const store = openStore({ model: "snare", version: "1", detail: DETAIL });
  store.dispatch(chooseModel, model("kick"));
  assert.equal(store.get().sound.detail, null);
  store.dispatch(chooseModel, model("snare"));
  assert.equal(store.get().sound.detail, DETAIL);
  store.dispatch(chooseModel, model("kick"));
  store.dispatch(chooseModel, model("snare", "2"));
  assert.equal(store.get().sound.detail, null);
});

test("a sample that was found on a map is not looked for there again", () => {
  const store = openStore();
  store.dispatch(dropped, FILE);
  store.dispatch(locate, search(store), match(), null);
  store.dispatch(chooseModel, model("kick"));
  store.dispatch(locate, search(store), match({ x: 0.9 }), null);
  store.dispatch(chooseModel, model("snare"));
  assert.equal(store.get().sample.search, null);
  assert.deepEqual(position(store), [0.2, 0.3]);
});

test("a sample that is dropped before there is a map is looked for as soon as there is one", () => {
  const early = dropped(freshState(), FILE);
  assert.equal(early.sample.search, null);
  assert.equal(early.sample.early, FILE);
});

test("a search that failed begins once more", () => {
  const store = openStore();
  store.dispatch(dropped, FILE);
  store.dispatch(failToLocate, search(store), new Error("no"));
  assert.equal(store.get().sample.search, null);
  store.dispatch(searchOnceMore);
  assert.equal(search(store).file, FILE);
});

test("only a sample that was found can be refined", () => {
  const store = openStore();
  store.dispatch(refine);
  assert.equal(store.get().sample.search, null);
  store.dispatch(dropped, FILE);
  store.dispatch(locate, search(store), match(), null);
  store.dispatch(refine);
  assert.equal(search(store).refined, true);
});

test("a landmark has its own detail, and the next move the sample's again", () => {
  const store = openStore({ model: "snare", version: "1", detail: DETAIL });
  store.dispatch(visit, LANDMARK);
  assert.equal(store.get().sound.detail, "AAAA");
  store.dispatch(move, { x: 0.4 });
  assert.equal(store.get().sound.detail, DETAIL);
});

test("a landmark has its own tune, and the next move the hand's again", () => {
  const store = openStore({ options: { tune: "2" } });
  store.dispatch(visit, { ...LANDMARK, tune: -3.5 });
  store.dispatch(visit, { ...LANDMARK, tune: 0 });
  assert.equal(store.get().sound.options["tune"], undefined);
  store.dispatch(visit, { ...LANDMARK, tune: -3.5 });
  assert.equal(store.get().sound.options["tune"], "-3.5");
  store.dispatch(move, { x: 0.4 });
  assert.equal(store.get().sound.options["tune"], "2");
});

test("a tune that is set at a landmark stays", () => {
  const store = openStore();
  store.dispatch(visit, { ...LANDMARK, tune: -3.5 });
  store.dispatch(setTune, 4);
  store.dispatch(move, { x: 0.4 });
  assert.equal(store.get().sound.options["tune"], "4");
});

test("a landmark of an older version keeps the hand's tune", () => {
  const store = openStore({ options: { tune: "2" } });
  store.dispatch(visit, LANDMARK);
  assert.equal(store.get().sound.options["tune"], "2");
});

test("a link to a model that is gone says so and changes nothing", () => {
  const store = openStore();
  const { sound } = store.get();
  store.dispatch(goTo, { ...sound, model: "tom" });
  assert.deepEqual(store.get().sound, sound);
  assert.match(String(store.get().hearing.problem?.error), /no model named tom/);
});
