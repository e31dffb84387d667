/** @import { Dataset } from "./client.js" */
import { byId, make } from "../dom.js";
import { may, send, sentence, upload } from "./client.js";

/** @type {Record<string, string>} */
const WORDS = { queued: "waiting", preparing: "preparing", ready: "ready", failed: "failed" };

/** One set of sounds: what was kept, and what was refused and why. */
export class DatasetCard {
  #state = make("span", { class: "state" });
  #kept = make("p", { class: "quiet" });
  #problem = make("p", { class: "problem" });
  #refusedTitle = make("summary");
  #refusedList = make("ul", { class: "refused" });
  #refused = make("details", { hidden: true }, this.#refusedTitle, this.#refusedList);
  #shown = -1;

  /** @param {Dataset} dataset */
  constructor(dataset) {
    const header = make("header", {}, make("h3", {}, dataset.name), make("span", { class: "grow" }), this.#state);
    this.element = make("article", { class: "panel card", "aria-label": dataset.name }, header, this.#kept, this.#problem, this.#refused);
  }

  /** @param {Dataset} dataset */
  update({ state, kept, refused, error }) {
    this.#state.dataset["state"] = state;
    this.#state.textContent = WORDS[state] ?? state;
    this.#kept.textContent = state === "queued" ? "Waiting for its turn." : `${kept} sounds kept`;
    this.#problem.textContent = error ?? "";
    this.#refused.hidden = refused.length === 0;
    if (refused.length === this.#shown) return;
    this.#shown = refused.length;
    this.#refusedTitle.textContent = `${refused.length} refused`;
    this.#refusedList.replaceChildren(...refused.map(({ file, reason, message }) => make("li", {}, make("span", {}, file), make("span", {}, message ?? reason))));
  }
}

/** @param {() => void} onAdded */
export function listenForDatasets(onAdded) {
  if (!may("trainer")) return;
  const form = byId("dataset-form", HTMLFormElement);
  const bar = byId("upload-progress", HTMLProgressElement);
  const problem = /** @type {HTMLElement} */ (form.querySelector(".problem"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.textContent = "";
    button.disabled = true;
    try {
      await addDataset(new FormData(form), bar);
      form.reset();
      onAdded();
    } catch (error) {
      problem.textContent = sentence(error);
    }
    bar.hidden = true;
    button.disabled = false;
  });
}

/** @param {FormData} fields @param {HTMLProgressElement} bar */
async function addDataset(fields, bar) {
  const archive = fields.get("archive");
  if (!(archive instanceof File) || !archive.size) return send("/api/datasets/", { name: fields.get("name"), folder: fields.get("folder") });
  fields.delete("folder");
  bar.hidden = false;
  return upload("/api/datasets/", fields, (share) => (bar.value = share));
}
