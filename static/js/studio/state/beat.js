/** @import { Row } from "../beat/grooves.js" */
/** @import { BeatSetting } from "../beat/setting.js" */
/** @import { Slot } from "../beat/slots.js" */
/** @import { State } from "./state.js" */
import { withStep } from "../beat/grooves.js";
import { keep } from "./kept.js";

/** Actions of loop and beat. */

/** @param {State} state @param {Partial<State["beat"]>} change @returns {State} */
const beating = (state, change) => ({ ...state, beat: { ...state.beat, ...change } });

/** The one that runs stops; the other one starts. @param {State} state @param {"loop" | "beat"} mode @returns {State} */
export const toggleMode = (state, mode) =>
  beating(state, { mode: state.beat.mode === mode ? "off" : mode, step: -1 });

/** @param {State} state @param {number} step the one that sounds @returns {State} */
export const lightStep = (state, step) => beating(state, { step });

/** @param {State} state @param {Row} row @param {Slot} slot @returns {State} */
export const fillSlot = (state, row, slot) => beating(state, { slots: { ...state.beat.slots, [row]: slot } });

/** @param {State} state @param {Partial<BeatSetting>} change @returns {State} */
export const setBeat = (state, change) => keep(state, { beat: { ...state.kept.beat, ...change } });

/** @param {State} state @param {Row} row @param {number} step @param {boolean} on @returns {State} */
export const setStep = (state, row, step, on) =>
  setBeat(state, { pattern: withStep(state.kept.beat.pattern, row, step, on) });
