import { readFileSync } from "node:fs";

/**
 * What Python answers to fixed inputs; `python -m tests.vectors.write` wrote it, and pytest holds Python to it.
 * @param {string} name
 * @returns {any}
 */
export const vectors = (name) =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8"));
