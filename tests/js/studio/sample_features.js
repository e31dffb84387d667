/** For `tests/vectors/test_features.py`: what the page has an encoder read. `node sample_features.js FOLDER`, which holds `jobs.json`. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { frameOf, logMelImage } from "../../../static/js/studio/rendering/features.js";

const folder = process.argv[2] ?? "";
for (const { sample, length, made } of JSON.parse(readFileSync(join(folder, "jobs.json"), "utf8"))) {
  const bytes = readFileSync(join(folder, sample));
  const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const frame = frameOf(samples, 441, length);
  writeFileSync(join(folder, made), frame ? logMelImage(frame) : new Float32Array());
}
