/** @import { Store } from "../store.js" */
import { part } from "../../shared/dom.js";
import { dropped, refine } from "../state/sample.js";
import { reportOf } from "./report.js";

/** The producer's own sample: what was found of it, and the field that opens one. @param {Store} store @param {HTMLElement} element */
export function sample(store, element) {
  const file = part(element, "#file", HTMLInputElement);
  const refining = part(element, "#refine", HTMLButtonElement);
  const name = part(element, "#sample-name", HTMLElement);
  refining.addEventListener("click", () => store.dispatch(refine));
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    file.value = ""; // so that the same file can be chosen again
    if (chosen) store.dispatch(dropped, chosen);
  });
  store.watch(reportOf, (report) => {
    element.dataset.state = report.state;
    part(element, "#sample-empty", HTMLElement).hidden = report.state !== "empty";
    part(element, "#sample-found", HTMLElement).hidden = report.state === "empty";
    name.textContent = report.name;
    name.title = report.name;
    part(element, "#sample-match", HTMLElement).textContent = report.words;
    part(element, "#sample-advice", HTMLElement).textContent = report.advice;
    refining.hidden = !report.refinable;
  });
}
