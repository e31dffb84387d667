import assert from "node:assert/strict";
import { test } from "node:test";
import { readWav } from "../../../static/js/shared/readwav.js";
import { encodeWav } from "../../../static/js/shared/wav.js";

const RATE = 44_100;
const FORMAT_AT = 20; // where the content of `fmt ` begins

const wav = () => encodeWav(Float32Array.of(0.5, -0.25), RATE, 16).arrayBuffer();

/** @param {(view: DataView) => void} change @returns {Promise<ArrayBuffer>} */
async function changed(change) {
  const bytes = await wav();
  change(new DataView(bytes));
  return bytes;
}

test("a file of another rate is left to the browser", async () => {
  assert.equal(readWav(await wav(), 48_000), null);
});

test("a file of two channels is left to the browser", async () => {
  assert.equal(readWav(await changed((view) => view.setUint16(FORMAT_AT + 2, 2, true)), RATE), null);
});

test("a compressed file is left to the browser", async () => {
  assert.equal(readWav(await changed((view) => view.setUint16(FORMAT_AT, 17, true)), RATE), null);
});

test("eight bits are left to the browser", async () => {
  assert.equal(readWav(await changed((view) => view.setUint16(FORMAT_AT + 14, 8, true)), RATE), null);
});

test("whole numbers of 32 bits are not taken for floats", async () => {
  assert.equal(readWav(await changed((view) => view.setUint16(FORMAT_AT + 14, 32, true)), RATE), null);
});

test("a file that ends before its data does is left to the browser", async () => {
  assert.equal(readWav((await wav()).slice(0, -1), RATE), null);
});

test("every beginning of a file is refused without an error", async () => {
  const bytes = await wav();
  for (let length = 0; length < bytes.byteLength; length += 1)
    assert.equal(readWav(bytes.slice(0, length), RATE), null, `${length} bytes`);
});

test("a format chunk that is too short is refused", async () => {
  assert.equal(readWav(await changed((view) => view.setUint32(16, 14, true)), RATE), null);
});

test("chunks between format and data are stepped over, one of odd size with its pad", async () => {
  const bytes = new Uint8Array(await wav());
  const extra = [...Buffer.from("LIST"), 3, 0, 0, 0, 1, 2, 3, 0];
  const file = Uint8Array.from([...bytes.slice(0, 36), ...extra, ...bytes.slice(36)]);
  assert.deepEqual(readWav(file.buffer, RATE), readWav(bytes.buffer, RATE));
});

test("no bytes at all are no WAV", () => {
  assert.equal(readWav(new ArrayBuffer(0), RATE), null);
});
