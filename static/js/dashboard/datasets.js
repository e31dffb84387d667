/** @import { Dataset } from "./client.js" */
import { byId, make } from "../shared/dom.js";
import { may, send, sentence, upload } from "./client.js";
import { preparingWords, STATE_WORDS } from "./preparing.js";

/** One set of sounds: what was kept, and what was refused and why. */
export class DatasetCard {
  #state = make("span", { class: "state" });
  #kept = make("p", { class: "quiet grow" });
  #progress = make("progress", { max: "1", "aria-label": "Preparation", hidden: true });
  #problem = make("p", { class: "problem" });
  #refusedTitle = make("summary");
  #refusedList = make("ul", { class: "refused" });
  #refused = make("details", { hidden: true }, this.#refusedTitle, this.#refusedList);
  #shown = -1;

  /** @param {Dataset} dataset */
  constructor(dataset) {
    const label = `${dataset.name} v${dataset.version}`;
    const header = make("header", {}, make("h3", {}, label), make("span", { class: "grow" }), this.#state);
    const open = make(
      "a",
      { class: "button", href: `/dashboard/datasets/${dataset.id}/`, "aria-label": `Look inside ${label}` },
      "Look inside",
    );
    const summary = make("div", { class: "row" }, this.#kept, open);
    this.element = make(
      "article",
      { class: "panel card", "aria-label": label },
      header,
      summary,
      this.#progress,
      this.#problem,
      this.#refused,
    );
  }

  /** @param {Dataset} dataset */
  update({ state, progress, kept, refused, refused_count, error }) {
    this.#state.dataset.state = state;
    this.#state.textContent = STATE_WORDS[state] ?? state;
    this.#kept.textContent =
      state === "queued"
        ? "Waiting for its turn."
        : state === "preparing"
          ? preparingWords(progress)
          : `${kept} sounds kept`;
    this.#progress.hidden = state !== "preparing";
    if (progress) this.#progress.value = progress.done / Math.max(1, progress.total);
    this.#problem.textContent = error ?? "";
    this.#refused.hidden = refused_count === 0;
    if (refused_count === this.#shown) return;
    this.#shown = refused_count;
    this.#refusedTitle.textContent =
      refused_count > refused.length
        ? `${refused_count} refused, the first ${refused.length} of them`
        : `${refused_count} refused`;
    this.#refusedList.replaceChildren(
      ...refused.map(({ file, reason, message }) =>
        make("li", {}, make("span", {}, file), make("span", {}, message ?? reason)),
      ),
    );
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
  button.disabled = false; // what was sent before anybody listened would be lost
}

/** @param {FormData} fields @param {HTMLProgressElement} bar */
async function addDataset(fields, bar) {
  const archive = fields.get("archive");
  if (!(archive instanceof File) || !archive.size)
    return send("/api/datasets/", { name: fields.get("name"), folder: fields.get("folder") });
  fields.delete("folder");
  bar.hidden = false;
  return upload("/api/datasets/", fields, (share) => (bar.value = share));
}
