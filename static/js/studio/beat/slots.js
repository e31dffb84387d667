/** @import { State } from "../state/state.js" */
/** @import { Row } from "./grooves.js" */
import { ROWS } from "./grooves.js";

/**
 * What a row of the beat plays: "own" the sound that is heard, "ready" that of the studio's model of this name;
 * "absent" and "failed" nothing, and `why` says so; `retry` is whether to fetch it again can help.
 * @typedef {{state: "own" | "ready" | "waiting" | "absent" | "failed", sound: AudioBuffer | null, why: string, retry?: boolean}} Slot
 */

/** @type {Slot} */
const OWN = { state: "own", sound: null, why: "" };

/** @param {State} state @returns {Row} the row of the current sound: that of its model's name, else the snare's */
export const ownRow = ({ sound }) => ROWS.find((row) => row === sound.model) ?? "snare";

/** @param {Row} row @returns {Slot} */
export const waitingFor = (row) => ({ state: "waiting", sound: null, why: `Fetching the ${row}…` });

/** @param {Row} row @returns {Slot} */
const absent = (row) => ({
  state: "absent",
  sound: null,
  why: `This studio has no ${row} yet. A model named ${row} plays here.`,
});

/** @param {State} state @param {Row} row @returns {Slot} */
export function slotOf(state, row) {
  if (row === ownRow(state)) return OWN;
  const offered = state.start.models.some(({ name }) => name === row);
  return state.beat.slots[row] ?? (offered ? waitingFor(row) : absent(row));
}

/** @param {State} state @param {Row} row @returns {string} what the row is called */
export const rowName = (state, row) => (row === ownRow(state) ? state.sound.model || row : row);
