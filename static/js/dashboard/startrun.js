/** @import { Model } from "../shared/api.js" */
/** @import { Dataset } from "./client.js" */
/** @import { Estimate } from "./estimate.js" */
import { byId, make } from "../shared/dom.js";
import { may, read, send, sentence } from "./client.js";
import { estimateWords, untilDoneWords } from "./estimate.js";

const OWN = "own";
const UNTIL_DONE = "";
const ASKING = ["preset", "dataset", "budget"]; // menus on which the estimate depends

/** The form that starts a training, with an estimate of its time. */
class StartForm {
  #form = byId("run-form", HTMLFormElement);
  #description = byId("preset-description", HTMLElement);
  #estimate = byId("run-estimate", HTMLElement);
  #own = byId("own-minutes", HTMLElement);
  #names = byId("model-names", HTMLDataListElement);
  #asked = "";

  /** @param {() => void} onStarted */
  constructor(onStarted) {
    this.onStarted = onStarted;
    for (const name of ASKING) this.#menu(name).addEventListener("change", () => void this.refresh());
    this.#minutes.addEventListener("input", () => void this.refresh());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#start();
    });
    this.#button.disabled = false; // a form sent before this listener was there would be lost
  }

  get #button() {
    return /** @type {HTMLButtonElement} */ (this.#form.querySelector("button"));
  }

  get #minutes() {
    return /** @type {HTMLInputElement} */ (this.#form.elements.namedItem("minutes"));
  }

  /** @param {string} name @returns {HTMLSelectElement} */
  #menu(name) {
    return /** @type {HTMLSelectElement} */ (this.#form.elements.namedItem(name));
  }

  /** Fills the lists, keeping what is chosen. @param {Dataset[]} ready @param {Model[]} models */
  offer(ready, models) {
    const menu = this.#menu("dataset");
    const present = [...menu.options].map(({ value }) => value).join();
    if (present === ready.map(({ id }) => id).join()) return;
    const chosen = menu.value;
    menu.replaceChildren(...ready.map(datasetOption));
    if (ready.some(({ id }) => String(id) === chosen)) menu.value = chosen;
    this.#names.replaceChildren(...models.map(({ name }) => make("option", { value: name })));
  }

  /** Shows the chosen preset and the estimate. */
  async refresh() {
    this.#description.textContent = this.#menu("preset").selectedOptions[0]?.dataset.description ?? "";
    this.#own.hidden = this.#minutes.disabled = this.#menu("budget").value !== OWN;
    const [dataset, preset] = [this.#menu("dataset").value, this.#menu("preset").value];
    const asked = `${dataset} ${preset}`;
    this.#asked = asked;
    const estimate = dataset ? await fetchEstimate(dataset, preset) : null;
    if (asked === this.#asked) this.#show(estimate);
  }

  /** @param {Estimate | null} estimate */
  #show(estimate) {
    const best = [...this.#menu("budget").options].find(({ value }) => value === UNTIL_DONE);
    if (best) best.textContent = untilDoneWords(estimate);
    this.#estimate.textContent = estimate ? estimateWords(estimate, this.#limit()) : "";
  }

  /** @returns {number} minutes at most; 0 for no limit */
  #limit() {
    const { value } = this.#menu("budget");
    return Number(value === OWN ? this.#minutes.value : value);
  }

  #wanted() {
    const fields = new FormData(this.#form);
    const minutes = this.#limit();
    return {
      dataset: Number(fields.get("dataset")),
      preset: fields.get("preset"),
      name: fields.get("name"),
      ...(minutes > 0 && { minutes }),
    };
  }

  async #start() {
    const problem = /** @type {HTMLElement} */ (this.#form.querySelector(".problem"));
    problem.textContent = "";
    this.#button.disabled = true;
    await send("/api/runs/", this.#wanted()).catch((error) => (problem.textContent = sentence(error)));
    this.#button.disabled = false;
    this.onStarted();
  }
}

/** @param {Dataset} dataset */
const datasetOption = ({ id, name, version, kept }) =>
  make("option", { value: String(id) }, `${name} v${version} (${kept} sounds)`);

/** @param {string} dataset @param {string} preset @returns {Promise<Estimate | null>} null where there is none to be had */
const fetchEstimate = (dataset, preset) =>
  read(`/api/runs/estimate/?dataset=${dataset}&preset=${preset}`).catch(() => null);

/** @param {() => void} onStarted @returns {StartForm | null} null for accounts that may not start one */
export const startForm = (onStarted) => (may("trainer") ? new StartForm(onStarted) : null);
