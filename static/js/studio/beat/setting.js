/** @import { Pattern } from "./grooves.js" */
import { GROOVES, readPattern } from "./grooves.js";
import { playable } from "./tempo.js";

/** @typedef {{tempo: number, swing: number, pattern: Pattern}} BeatSetting tempo in beats a minute, swing in per cent */

export const STRAIGHT = 50;
export const MOST_SWING = 75;

/** @param {unknown} value what was kept @returns {BeatSetting} with the first ready groove for what is missing or broken */
export function readBeat(value) {
  const given = /** @type {Record<string, unknown>} */ (value ?? {});
  const [first] = GROOVES;
  if (!first) throw new TypeError("There is no groove");
  const tempo = typeof given.tempo === "number" ? playable(given.tempo) : first.tempo;
  const swing =
    typeof given.swing === "number" ? Math.min(MOST_SWING, Math.max(STRAIGHT, given.swing)) : first.swing;
  return { tempo, swing, pattern: readPattern(given.pattern) ?? first.pattern };
}
