/** @import { Dataset } from "./client.js" */
import { counted } from "./words.js";

/** @typedef {{stage: "unpacking" | "reading" | "comparing", done: number, total: number}} Preparing */

const STAGES = { unpacking: "Unpacking", reading: "Preparing", comparing: "Comparing" };

/** @type {Record<string, string>} */
const STATE_WORDS = { queued: "waiting", preparing: "preparing", ready: "ready", failed: "failed" };

/** @param {string} state */
export const stateWords = (state) => STATE_WORDS[state] ?? state;

/** How far a preparation is. @param {Preparing | null} progress */
export function preparingWords(progress) {
  if (!progress) return "Starting…";
  return `${STAGES[progress.stage]}: ${progress.done} of ${progress.total} files`;
}

/** The same as a share, 0…1. @param {Preparing} progress */
export const preparedShare = ({ done, total }) => done / Math.max(1, total);

/** What a dataset holds, or what it waits for. @param {Pick<Dataset, "state" | "progress" | "kept">} dataset */
export function keptWords({ state, progress, kept }) {
  if (state === "queued") return "Waiting for its turn.";
  return state === "preparing" ? preparingWords(progress) : `${kept} sounds kept`;
}

/** @param {number} count of refused files @param {number} listed how many of them the page has */
export const refusedWords = (count, listed) =>
  count > listed ? `${count} refused, the first ${listed} of them` : `${count} refused`;

/**
 * All that is known of a dataset, on its own page.
 * @param {Pick<Dataset, "state" | "progress" | "kept" | "refused_count" | "folder" | "requested_by">} dataset
 * @param {string} day when it was added
 */
export function datasetFacts(dataset, day) {
  const { state, refused_count, folder, requested_by } = dataset;
  if (state === "queued" || state === "preparing") return keptWords(dataset);
  const from = folder ? `from ${folder}` : "from an uploaded zip";
  const who = requested_by ? ` by ${requested_by}` : "";
  return `${keptWords(dataset)}, ${refused_count} refused; ${from}; added${who} on ${day}.`;
}

/** @param {{version: number, state: string, kept: number}} version of a dataset */
export const versionWords = ({ version, state, kept }) =>
  `v${version}, ${state === "ready" ? `${kept} sounds` : stateWords(state)}`;

/** @param {number} groups of sounds that are nearly the same @param {number} copies all but the first of each @param {number} most groups that a page shows */
export function groupsWords(groups, copies, most) {
  const rest = groups > most ? ` The largest ${most} are shown.` : "";
  return `${counted(groups, "group", "groups")}, ${counted(copies, "file", "files")} besides the first of each.${rest}`;
}
