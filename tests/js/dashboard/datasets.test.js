import assert from "node:assert/strict";
import { test } from "node:test";
import { copiesIn } from "../../../static/js/dashboard/dataset/alike.js";
import { fileWords, originalFacts, rangeWords } from "../../../static/js/dashboard/dataset/filewords.js";
import {
  datasetFacts,
  groupsWords,
  keptWords,
  preparedShare,
  preparingWords,
  refusedWords,
  stateWords,
  versionWords,
} from "../../../static/js/dashboard/datasetwords.js";

/** @typedef {Parameters<typeof datasetFacts>[0]} Facts */

const PROGRESS = /** @type {const} */ ({ stage: "reading", done: 3, total: 60 });

/** @type {Facts} */
const READY = {
  state: "ready",
  progress: null,
  kept: 61,
  refused_count: 2,
  folder: null,
  requested_by: null,
};

test("a dataset that waits says so", () => {
  assert.equal(keptWords({ ...READY, state: "queued" }), "Waiting for its turn.");
});

test("a dataset that is being prepared says how far it is", () => {
  assert.equal(keptWords({ ...READY, state: "preparing", progress: PROGRESS }), "Preparing: 3 of 60 files");
  assert.equal(preparingWords(null), "Starting…");
});

for (const stage of /** @type {const} */ (["unpacking", "reading", "comparing"]))
  test(`the stage ${stage} has a word`, () => {
    assert.match(preparingWords({ stage, done: 0, total: 1 }), /^[A-Z][a-z]+: 0 of 1 files$/);
  });

test("a dataset that is ready says how many sounds were kept", () => {
  assert.equal(keptWords(READY), "61 sounds kept");
});

test("the share that is prepared is none before files were counted", () => {
  assert.deepEqual([preparedShare({ ...PROGRESS, done: 0, total: 0 }), preparedShare(PROGRESS)], [0, 0.05]);
});

test("of a single file nothing or all is prepared", () => {
  assert.deepEqual(
    [0, 1].map((done) => preparedShare({ ...PROGRESS, done, total: 1 })),
    [0, 1],
  );
});

test("as many groups as a page shows are all shown", () => {
  assert.equal(groupsWords(40, 40, 40), "40 groups, 40 files besides the first of each.");
});

test("states have words for people, unknown ones are shown as they are", () => {
  assert.deepEqual(["queued", "ready", "strange"].map(stateWords), ["waiting", "ready", "strange"]);
});

test("a dataset's page says where the sounds are from, and who added them when", () => {
  assert.equal(
    datasetFacts(READY, "3 May 2026"),
    "61 sounds kept, 2 refused; from an uploaded zip; added on 3 May 2026.",
  );
  assert.equal(
    datasetFacts({ ...READY, folder: "/srv/snares", requested_by: "ann" }, "3 May 2026"),
    "61 sounds kept, 2 refused; from /srv/snares; added by ann on 3 May 2026.",
  );
});

test("while it is prepared its page says only how far it is", () => {
  assert.equal(datasetFacts({ ...READY, state: "queued" }, "3 May"), "Waiting for its turn.");
});

test("refused files are counted, also where only the first are listed", () => {
  assert.equal(refusedWords(3, 3), "3 refused");
  assert.equal(refusedWords(300, 20), "300 refused, the first 20 of them");
});

test("a version says its sounds once it is ready, its state before", () => {
  assert.equal(versionWords({ version: 2, state: "ready", kept: 60 }), "v2, 60 sounds");
  assert.equal(versionWords({ version: 3, state: "queued", kept: 0 }), "v3, waiting");
});

test("groups of sounds that are nearly the same are counted with their copies", () => {
  assert.equal(groupsWords(1, 1, 40), "1 group, 1 file besides the first of each.");
  assert.equal(
    groupsWords(41, 50, 40),
    "41 groups, 50 files besides the first of each. The largest 40 are shown.",
  );
});

test("copies are all but the first of each group", () => {
  const file = (/** @type {number} */ index) => ({ index, file: `${index}.wav`, distance_db: 0 });
  assert.deepEqual(copiesIn([[file(3), file(1)], [file(7)], [file(2), file(9), file(4)]]), [1, 9, 4]);
  assert.deepEqual(copiesIn([]), []);
});

const KEPT = /** @type {const} */ ({
  status: "kept",
  message: "",
  duration_s: 0.5,
  attack_s: 0.0031,
  decay_s: 0.25,
});

test("a kept file says its length, its attack and how long it rings", () => {
  assert.equal(fileWords(KEPT), "0.50 s, peaks after 3 ms, rings for 0.25 s");
});

test("what was not measured of a file is left out", () => {
  assert.equal(fileWords({ ...KEPT, attack_s: null }), "0.50 s");
  assert.equal(fileWords({ ...KEPT, duration_s: null, decay_s: null }), "");
  assert.equal(
    fileWords({ ...KEPT, duration_s: 0, attack_s: 0, decay_s: 0 }),
    "0.00 s, peaks after 0 ms, rings for 0.00 s",
  );
});

test("a refused file says why", () => {
  assert.equal(fileWords({ ...KEPT, status: "refused", message: "It is silent." }), "Refused. It is silent.");
});

test("an original says rate, channels and peak", () => {
  assert.equal(
    originalFacts({ rate_hz: 48_000, channels: 1, peak_dbfs: -0.25 }),
    ", 48 kHz, mono, peak -0.3 dB",
  );
  assert.equal(
    originalFacts({ rate_hz: 96_000, channels: 2, peak_dbfs: null }),
    ", 96 kHz, first of 2 channels, peak – dB",
  );
});

test("an original that nothing is known of says nothing", () => {
  assert.equal(originalFacts({ rate_hz: null, channels: null, peak_dbfs: null }), "");
});

test("a list says which files of how many it shows", () => {
  assert.deepEqual(
    [rangeWords(0, 0, 0), rangeWords(0, 20, 45), rangeWords(40, 5, 45)],
    ["No file matches.", "1 to 20 of 45", "41 to 45 of 45"],
  );
});
