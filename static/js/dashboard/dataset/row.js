/** @import { Audition } from "./audition.js" */
/** @import { Choice } from "./choice.js" */
import { make } from "../../shared/dom.js";

/**
 * @typedef {Object} FileRow
 * @property {number} index by which the file is addressed
 * @property {string} file its path
 * @property {"kept" | "refused"} status
 * @property {string} message why it was refused
 * @property {boolean} has_sound whether its original can be heard
 * @property {number | null} [rate_hz]
 * @property {number | null} [channels]
 * @property {number | null} [duration_s]
 * @property {number | null} [peak_dbfs]
 */

/** @typedef {{audition: Audition, choice: Choice | null}} Tools what a line's buttons lead to; choice: null for accounts that may not make versions */

/** A file that the survey names: it was kept. @param {{index: number, file: string}} found @returns {FileRow} */
export const kept = ({ index, file }) => ({ index, file, status: "kept", message: "", has_sound: true });

/**
 * A line of a list of files: a box to choose it, what it is, a button to hear it.
 * @param {FileRow} row @param {string} words about it @param {Tools} tools
 */
export function fileItem(row, words, { audition, choice }) {
  const what = make("p", { class: "what" }, row.file, ...(words ? [make("small", {}, words)] : []));
  const tick = choice && row.status === "kept" ? [tickBox(row, choice)] : [];
  return make("li", {}, ...tick, what, ...(row.has_sound ? [listenButton(row, audition)] : []));
}

/** @param {FileRow} row @param {Audition} audition */
function listenButton(row, audition) {
  const properties = { class: "button", type: "button", "aria-label": `Listen to ${row.file}` };
  const button = make("button", properties, "Listen");
  button.addEventListener("click", () => void audition.open(row, button));
  return button;
}

/** @param {FileRow} row @param {Choice} choice */
function tickBox({ index, file }, choice) {
  const box = make("input", { type: "checkbox", "aria-label": `Leave out ${file}` });
  choice.bind(index, box);
  return make("label", { class: "tick" }, box);
}
