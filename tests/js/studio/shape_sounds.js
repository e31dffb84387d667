/** For `tests/vectors/test_shapes.py`: shapes raw float32 sounds as the page does. `node shape_sounds.js FOLDER`, which holds `jobs.json`. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { shape } from "../../../static/js/studio/rendering/shape.js";

const folder = process.argv[2] ?? "";
const jobs = JSON.parse(readFileSync(join(folder, "jobs.json"), "utf8"));
for (const { sound, options, peak, made } of jobs) {
  const bytes = readFileSync(join(folder, sound));
  const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  writeFileSync(join(folder, made), shape(samples, options, peak));
}
