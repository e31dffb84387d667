import assert from "node:assert/strict";
import { test } from "node:test";
import { rounded, soundUrl } from "../../../static/js/studio/address.js";
import { fileName } from "../../../static/js/studio/filename.js";
import { numberText, useOptionTable } from "../../../static/js/studio/options.js";
import { permalink, readPermalink } from "../../../static/js/studio/permalink.js";
import { servedTable } from "../table.js";
import { vectors } from "../vectors.js";

useOptionTable(servedTable());

/** @type {{canonical: {given: string, query: string, file: string}[], refused: {given: string, page: string}[], rounded: {value: number, text: string}[]}} */
const { canonical, refused, rounded: positions } = vectors("addresses");

/** @param {string} query */
const linked = (query) => readPermalink(`?model=snare&version=1&${query}`);

for (const { given, query, file } of canonical)
  test(`${given} has the address that the server gives`, () => {
    const state = linked(given);
    assert.equal(soundUrl(state), `/api/models/snare/1/sound.wav?${query}`);
    assert.equal(permalink(state), `?model=snare&version=1&${query}`);
    assert.equal(fileName(state), `drumscape-snare-v1-${file}.wav`);
    assert.deepEqual(readPermalink(permalink(state)), state);
  });

for (const { given, page } of refused)
  test(`what is wrong in ${given} is as by default`, () => {
    assert.equal(soundUrl(linked(given)).split("?")[1], page);
  });

for (const { value, text } of positions)
  test(`the position ${value} is rounded to ${text}`, () => {
    assert.equal(numberText(rounded(value)), text);
  });
