/** @import { Choice } from "./choice.js" */
/** @import { Preview } from "./listen.js" */
import { byId, make } from "../../shared/dom.js";
import { fileItem, kept } from "./row.js";

/** @typedef {{index: number, file: string, distance_db: number}} Alike */
/** @typedef {Alike & {nearest: {index: number, file: string}}} Outlier */

const SHOWN = 40; // groups: more are chosen all at once, or met again in the next version

/** @param {Alike[][]} groups the first of each is what the others are nearly the same as @param {Preview} preview @param {Choice | null} choice */
export function showAlike(groups, preview, choice) {
  const all = byId("alike-all", HTMLElement);
  const copies = groups.flatMap((group) => group.slice(1).map(({ index }) => index));
  byId("alike-empty", HTMLElement).hidden = groups.length > 0;
  byId("alike", HTMLElement).replaceChildren(
    ...groups.slice(0, SHOWN).map((group) => groupElement(group, preview, choice)),
  );
  all.hidden = groups.length === 0;
  const rest = groups.length > SHOWN ? ` The largest ${SHOWN} are shown.` : "";
  /** @type {HTMLElement} */ (all.firstElementChild).textContent =
    `${groups.length} ${groups.length === 1 ? "group" : "groups"}, ${copies.length} ${copies.length === 1 ? "file" : "files"} besides the first of each.${rest}`;
  const button = /** @type {HTMLButtonElement} */ (all.querySelector("button"));
  button.hidden = !choice;
  button.addEventListener("click", () => choice?.set(copies, true));
}

/** @param {Alike[]} group @param {Preview} preview @param {Choice | null} choice */
function groupElement(group, preview, choice) {
  const items = group.map((file, place) =>
    fileItem(
      kept(file),
      place ? `${file.distance_db.toFixed(2)} dB from the first` : "the first",
      preview,
      choice,
    ),
  );
  const title = make("h3", {}, `${group.length} sounds`);
  return make("div", { class: "group" }, title, make("ul", { class: "panel files" }, ...items));
}

/** @param {Outlier[]} outliers @param {Preview} preview @param {Choice | null} choice */
export function showOutliers(outliers, preview, choice) {
  byId("outliers-empty", HTMLElement).hidden = outliers.length > 0;
  byId("outliers", HTMLElement).replaceChildren(
    ...outliers.map((file) =>
      fileItem(
        kept(file),
        `${file.distance_db.toFixed(1)} dB from its nearest; most like ${file.nearest.file}`,
        preview,
        choice,
      ),
    ),
  );
}
