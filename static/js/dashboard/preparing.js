/** @typedef {{stage: "unpacking" | "reading" | "comparing", done: number, total: number}} Preparing */

const STAGES = { unpacking: "Unpacking", reading: "Preparing", comparing: "Comparing" };

/** @type {Record<string, string>} */
export const STATE_WORDS = { queued: "waiting", preparing: "preparing", ready: "ready", failed: "failed" };

/** How far a preparation is, in words. @param {Preparing | null} progress */
export function preparingWords(progress) {
  if (!progress) return "Starting…";
  return `${STAGES[progress.stage]}: ${progress.done} of ${progress.total} files`;
}
