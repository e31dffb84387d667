/** @import { Tools } from "./row.js" */
import { byId, make } from "../../shared/dom.js";
import { groupsWords } from "../datasetwords.js";
import { fileItem, kept } from "./row.js";

/** @typedef {{index: number, file: string, distance_db: number}} Alike */
/** @typedef {Alike & {nearest: {index: number, file: string}}} Outlier */

const SHOWN = 40; // groups: more are chosen all at once, or met again in the next version

/** @param {Alike[][]} groups the first of each is what the others are nearly the same as @param {Tools} tools */
export function showAlike(groups, tools) {
  byId("alike-empty", HTMLElement).hidden = groups.length > 0;
  byId("alike", HTMLElement).replaceChildren(
    ...groups.slice(0, SHOWN).map((group) => groupElement(group, tools)),
  );
  showCopies(groups, tools);
}

/** How many there are, and a button that chooses them. @param {Alike[][]} groups @param {Tools} tools */
function showCopies(groups, { choice }) {
  const row = byId("alike-all", HTMLElement);
  const copies = copiesIn(groups);
  row.hidden = groups.length === 0;
  /** @type {HTMLElement} */ (row.firstElementChild).textContent = groupsWords(
    groups.length,
    copies.length,
    SHOWN,
  );
  const button = /** @type {HTMLButtonElement} */ (row.querySelector("button"));
  button.hidden = !choice;
  button.addEventListener("click", () => choice?.set(copies, true));
}

/** @param {Alike[][]} groups @returns {number[]} indices of all but the first of each */
export const copiesIn = (groups) => groups.flatMap((group) => group.slice(1).map(({ index }) => index));

/** @param {Alike[]} group @param {Tools} tools */
function groupElement(group, tools) {
  const items = group.map((file, turn) => {
    const words = turn ? `${file.distance_db.toFixed(2)} dB from the first` : "the first";
    return fileItem(kept(file), words, tools);
  });
  const title = make("h3", {}, `${group.length} sounds`);
  return make("div", { class: "group" }, title, make("ul", { class: "panel files" }, ...items));
}

/** @param {Outlier[]} outliers @param {Tools} tools */
export function showOutliers(outliers, tools) {
  byId("outliers-empty", HTMLElement).hidden = outliers.length > 0;
  byId("outliers", HTMLElement).replaceChildren(
    ...outliers.map((file) => fileItem(kept(file), outlierWords(file), tools)),
  );
}

/** @param {Outlier} outlier */
const outlierWords = ({ distance_db, nearest }) =>
  `${distance_db.toFixed(1)} dB from its nearest; most like ${nearest.file}`;
