import assert from "node:assert/strict";
import { test } from "node:test";
import { auditWords } from "../../../static/js/dashboard/audit.js";
import { diskWords, latencyWords, waitingWords, workerWords } from "../../../static/js/dashboard/health.js";
import { modelFacts } from "../../../static/js/dashboard/models.js";

test("an entry names account, action and subject", () => {
  const entry = {
    who: "ann",
    action: "run create",
    subject: "run 7",
    detail: { name: "snare", preset: "vae" },
  };
  assert.equal(auditWords(entry), "ann started run 7 (snare, vae)");
});

test("an entry without an account names the instrument", () => {
  const entry = { who: null, action: "retire", subject: "kick", detail: {} };
  assert.equal(auditWords(entry), "The instrument retired kick");
});

test("an action without words shows its name", () => {
  assert.equal(auditWords({ who: "ann", action: "reindex", subject: "", detail: {} }), "ann reindex");
});

test("latency is shown as median and 95th percentile", () => {
  assert.equal(latencyWords({ sounds: 9, p50_ms: 3.25, p95_ms: 11 }), "3.3 ms, 1 in 20 over 11.0 ms");
  assert.equal(latencyWords({ sounds: 0 }), "no sound yet");
});

test("queues with waiting jobs are shown", () => {
  assert.equal(waitingWords({ decode: 0, ingest: 2, train: 1 }), "2 to ingest, 1 to train");
  assert.equal(waitingWords({ decode: 0 }), "nothing");
  assert.equal(waitingWords({}), "nothing");
});

test("disk use is shown in three sizes", () => {
  const words = diskWords({ data_bytes: 5e6, models_bytes: 2e9, free_bytes: 3e10 });
  assert.equal(words, "5 MB data, 2.0 GB models, 30.0 GB free");
});

test("a worker says its duty, its host and the models that it holds", () => {
  assert.equal(
    workerWords({ name: "decode", host: "a", warm: ["snare", "hat"], duties: [] }),
    "renders sounds on a, holds snare, hat",
  );
  assert.equal(workerWords({ name: "train", host: "b", warm: [], duties: [] }), "trains on b");
  const duties = [
    { name: "recovery", done: "2026-01-01T00:00:00Z", is_late: true },
    { name: "other", done: "2026-01-01T00:00:00Z", is_late: false },
  ];
  assert.equal(
    workerWords({ name: "train", host: "b", warm: [], duties }),
    "trains on b, no recovery for a minute: restart it",
  );
});

test("a model says preset, range and licence, those that it has", () => {
  const axes = [
    { name: "x", low: "dark", high: "bright" },
    { name: "y", low: "short", high: "long" },
  ];
  assert.equal(
    modelFacts({ preset: "vae", axes, licence: "CC0" }),
    "vae · dark to bright, short to long · licence: CC0",
  );
  assert.equal(modelFacts({ preset: "vae", axes: [], licence: "" }), "vae");
});
