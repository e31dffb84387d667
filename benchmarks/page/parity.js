/** For `parity.py`: renders sounds as the page does, with LiteRT's WebAssembly in Node. `node parity.js FOLDER`, which holds `jobs.json`. */

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

import { inputsOf } from "../../static/js/studio/rendering/inputs.js";
import { shape } from "../../static/js/studio/rendering/shape.js";

// what LiteRT expects of a classic worker
const core = dirname(dirname(fileURLToPath(import.meta.resolve("@litertjs/core"))));
const wasm = join(core, "wasm/");
Object.assign(globalThis, {
  self: globalThis,
  require: createRequire(import.meta.url),
  __filename: join(wasm, "worker.js"),
  __dirname: wasm,
  importScripts: (path) => vm.runInThisContext(readFileSync(String(path), "utf8")),
  fetch: async (url) =>
    new Response(readFileSync(join(wasm, String(url).split("/").at(-1))), {
      headers: { "Content-Type": "application/wasm" },
    }),
});
const { loadAndCompile, loadLiteRt, Tensor } = await import("@litertjs/core");

async function run(network, inputs) {
  const given = Object.fromEntries(
    network.getInputDetails().map(({ name }) => [name, new Tensor(inputs[name], [1, inputs[name].length])]),
  );
  const made = Object.values(await network.run(given));
  const samples = Float32Array.from(made[0].toTypedArray());
  for (const tensor of [...Object.values(given), ...made]) tensor.delete();
  return samples;
}

const folder = process.argv[2];
const { network: path, player, sounds } = JSON.parse(readFileSync(join(folder, "jobs.json"), "utf8"));
await loadLiteRt(wasm);
const network = await loadAndCompile(new Uint8Array(readFileSync(path)), { accelerator: "wasm" });
for (const { sound, file } of sounds) {
  const finished = await run(network, inputsOf(sound, player));
  writeFileSync(join(folder, file), shape(finished, sound.options, player.peak_sample));
}
