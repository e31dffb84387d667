/** @import { Store } from "../store.js" */
import { part } from "../../shared/dom.js";
import { dropped, refine } from "../state/sample.js";
import { chooseModel } from "../state/start.js";
import { tuneToSample } from "../state/travel.js";
import { reportOf } from "./report.js";

/** @param {string} name */
const openWords = (name) =>
  `Sounds like ${/^[aeiou]/.test(name) ? "an" : "a"} ${name}: open ${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** Opens a model, where the sample is looked for as well. @param {Store} store @param {string} name */
function openModel(store, name) {
  const model = store.get().start.models.find((each) => each.name === name);
  if (model) store.dispatch(chooseModel, model);
}

/** The producer's own sample: what was found of it, and the field that opens one. @param {Store} store @param {HTMLElement} element */
export function sample(store, element) {
  const file = part(element, "#file", HTMLInputElement);
  const refining = part(element, "#refine", HTMLButtonElement);
  const name = part(element, "#sample-name", HTMLElement);
  const tuning = part(element, "#tune-it", HTMLButtonElement);
  const opening = part(element, "#open-better", HTMLButtonElement);
  refining.addEventListener("click", () => store.dispatch(refine));
  tuning.addEventListener("click", () => store.dispatch(tuneToSample));
  opening.addEventListener("click", () => openModel(store, reportOf(store.get()).opens));
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
    part(element, "#sample-found", HTMLElement).toggleAttribute("data-away", report.away);
    refining.hidden = !report.refinable;
    tuning.hidden = !report.tunable;
    opening.hidden = !report.opens;
    if (report.opens) opening.textContent = openWords(report.opens);
  });
}
