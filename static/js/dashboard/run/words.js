/** @import { Run } from "../client.js" */
import { duration, queueWords, short } from "../words.js";

/** @typedef {{name: string, value: string, meaning?: string}} Fact */

/** @type {Record<string, string>} */
const STATE_WORDS = {
  queued: "waiting",
  running: "training",
  stopping: "stopping",
  finished: "finished",
  cancelled: "stopped",
  failed: "failed",
};
const PASS = "One pass through all sounds, which machine learning calls an epoch.";
const DISTANCE =
  "How far what it plays is from the recordings, which machine learning calls the loss. Lower is better.";
const UNSEEN =
  "The same on sounds that are kept aside and that it never learned from. When it rises while the other falls, stop.";

/** @type {Record<string, (pass: number) => string>} */
const MARKS = {
  resumed: (pass) => `After pass ${pass} it was taken up again.`,
  "went back": (pass) => `Its numbers ran away, so it went back to pass ${pass} and learns half as fast.`,
  slowed: (pass) => `After pass ${pass} it got no better, so it learns half as fast.`,
};

/** @param {string} state */
export const stateWords = (state) => STATE_WORDS[state] ?? state;

/** @param {import("../client.js").Mark} mark */
export const markWords = ({ epoch, kind }) => MARKS[kind]?.(epoch) ?? kind;

/** How much of a training is done, 0…1; the clock may end it before its epochs do. @param {Pick<Run, "epoch" | "epochs" | "elapsed_s" | "eta_s">} run */
export function doneShare({ epoch, epochs, elapsed_s, eta_s }) {
  if (eta_s !== null && elapsed_s > 0) return elapsed_s / (elapsed_s + eta_s);
  return epochs ? epoch / epochs : 0;
}

/** What else there is to say of it. @param {Pick<Run, "is_live" | "state" | "version" | "warning" | "ahead">} run */
export function noteOn({ is_live, state, version, warning, ahead }) {
  if (state === "queued") return queueWords(ahead ?? 0) || "It begins in a moment.";
  if (is_live) return "This version is live.";
  if (state === "finished" && version) return `Ready as version ${version}.`;
  return warning ?? "";
}

/** Its numbers, those that there are. @param {Pick<Run, "state" | "epoch" | "epochs" | "eta_s" | "elapsed_s" | "history">} run @returns {Fact[]} */
export function numbersOf({ state, epoch, epochs, eta_s, elapsed_s, history }) {
  const last = (/** @type {string} */ name) => history[name]?.at(-1) ?? undefined;
  const [loss, unseen] = [last("loss"), last("val_loss")];
  const facts = [{ name: "Pass", value: epochs ? `${epoch} of ${epochs}` : String(epoch), meaning: PASS }];
  if (loss !== undefined) facts.push({ name: "Distance", value: short(loss), meaning: DISTANCE });
  if (unseen !== undefined)
    facts.push({ name: "On sounds kept aside", value: short(unseen), meaning: UNSEEN });
  return [...facts, ...timesOf(state, elapsed_s, eta_s)];
}

/** @param {string} state @param {number} elapsedS @param {number | null} etaS @returns {Fact[]} */
function timesOf(state, elapsedS, etaS) {
  const elapsed = elapsedS ? [{ name: "Time", value: duration(elapsedS) }] : [];
  return state === "running" ? [...elapsed, { name: "Left", value: duration(etaS) }] : elapsed;
}

/** @typedef {{stop: boolean, resume: boolean, publish: boolean}} Actions that make sense now */

/** @param {Pick<Run, "state" | "is_live">} run @param {(role: "trainer" | "publisher") => boolean} may @returns {Actions} */
export function actionsOn({ state, is_live }, may) {
  return {
    stop: isActive(state) && may("trainer"),
    resume: (state === "cancelled" || state === "failed") && may("trainer"),
    publish: state === "finished" && !is_live && may("publisher"),
  };
}

/** @param {string} state @returns {boolean} whether it can be stopped */
export const isActive = (state) => state === "running" || state === "queued";
