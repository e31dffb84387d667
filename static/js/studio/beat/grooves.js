import { STEPS } from "./schedule.js";

export const ROWS = /** @type {const} */ (["kick", "hat", "snare"]);

/** @typedef {typeof ROWS[number]} Row */
/** @typedef {Record<Row, string>} Pattern sixteen letters a row: x is a hit, . is none */

/** @typedef {{name: string, tempo: number, swing: number, pattern: Pattern}} Groove */

/** @type {Groove[]} */
export const GROOVES = [
  groove("Backbeat", 96, 50, "x.......x.......", "x.x.x.x.x.x.x.x.", "....x.......x..."),
  groove("Boom bap", 90, 58, "x......x..x.....", "x.x.x.x.x.x.x.x.", "....x.......x..."),
  groove("Four on the floor", 124, 50, "x...x...x...x...", "..x...x...x...x.", "....x.......x..."),
  groove("Half-time", 140, 50, "x..x......x.....", "x.x.x.x.x.x.xxxx", "........x......."),
  groove("Two-step", 172, 50, "x.........x.....", "x.x.x.x.x.x.x.x.", "....x.......x..."),
  groove("Ghost notes", 100, 54, "x.x.......x..x..", "x.x.x.x.x.x.x.x.", "....x..x.x..x..x"),
  groove("Empty", 96, 50, ".".repeat(STEPS), ".".repeat(STEPS), ".".repeat(STEPS)),
];

/**
 * @param {string} name @param {number} tempo in beats a minute @param {number} swing in per cent
 * @param {string} kick @param {string} hat @param {string} snare
 * @returns {Groove}
 */
function groove(name, tempo, swing, kick, hat, snare) {
  return { name, tempo, swing, pattern: { kick, hat, snare } };
}

/** @param {unknown} value @returns {Pattern | null} null unless it is a pattern */
export function readPattern(value) {
  const given = /** @type {Record<string, unknown>} */ (value ?? {});
  const rows = ROWS.map((row) => given[row]);
  if (!rows.every((steps) => typeof steps === "string" && /^[x.]{16}$/.test(steps))) return null;
  return /** @type {Pattern} */ (Object.fromEntries(ROWS.map((row) => [row, given[row]])));
}

/** @param {Pattern} pattern @param {Row} row @param {number} step @param {boolean} on @returns {Pattern} */
export function withStep(pattern, row, step, on) {
  const steps = [...pattern[row]];
  steps[step] = on ? "x" : ".";
  return { ...pattern, [row]: steps.join("") };
}

/** @param {Pattern} pattern @returns {Groove | undefined} the ready groove that this is */
export const grooveOf = (pattern) =>
  GROOVES.find((ready) => ROWS.every((row) => ready.pattern[row] === pattern[row]));

/**
 * How hard a hit of the pattern is: hats lean on the beat as a hand does, and hits between the eighths are softer.
 * @param {Row} row @param {number} step @returns {number} 0…1
 */
export function accent(row, step) {
  if (row === "hat") return [1, 0.6, 0.8, 0.6][step % 4] ?? 1;
  return row === "snare" && step % 2 ? 0.55 : 1;
}
