import { byId } from "../shared/dom.js";
import { may, read, send, sentence } from "./client.js";
import { queueWords, roughly } from "./words.js";

/** @typedef {{steps: number, seconds: number, measured: boolean, ahead: number}} Estimate */

const OWN = "own";
const UNTIL_DONE = "";
const DONE_WORDS = "Best: until it is done";

/** The form that starts a training, and what it says of the time that it will take. */
class StartForm {
  #form = byId("run-form", HTMLFormElement);
  #description = byId("preset-description", HTMLElement);
  #estimate = byId("run-estimate", HTMLElement);
  #own = byId("own-minutes", HTMLElement);
  #asked = "";

  /** @param {() => void} onStarted */
  constructor(onStarted) {
    this.onStarted = onStarted;
    for (const name of ["preset", "dataset", "budget"])
      this.#menu(name).addEventListener("change", () => void this.refresh());
    this.#minutes.addEventListener("input", () => void this.refresh());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#start();
    });
    this.#button.disabled = false; // what was sent before anybody listened would be lost
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

  /** Says anew what is chosen and how long it takes. */
  async refresh() {
    this.#description.textContent = this.#menu("preset").selectedOptions[0]?.dataset.description ?? "";
    this.#own.hidden = this.#minutes.disabled = this.#menu("budget").value !== OWN;
    const [dataset, preset] = [this.#menu("dataset").value, this.#menu("preset").value];
    this.#asked = `${dataset} ${preset}`;
    const asked = this.#asked;
    const estimate = dataset
      ? await read(`/api/runs/estimate/?dataset=${dataset}&preset=${preset}`).catch(() => null)
      : null;
    if (asked === this.#asked) this.#tell(estimate);
  }

  /** @param {Estimate | null} estimate */
  #tell(estimate) {
    const best = [...this.#menu("budget").options].find(({ value }) => value === UNTIL_DONE);
    if (best) best.textContent = estimate ? `Best: until done (${roughly(estimate.seconds)})` : DONE_WORDS;
    this.#estimate.textContent = estimate
      ? [expectation(estimate, this.#limit()), queueWords(estimate.ahead)].filter(Boolean).join(" ")
      : "";
  }

  /** @returns {number} minutes at most; 0 for no limit */
  #limit() {
    const { value } = this.#menu("budget");
    return Number(value === OWN ? this.#minutes.value : value);
  }

  async #start() {
    const problem = /** @type {HTMLElement} */ (this.#form.querySelector(".problem"));
    const fields = new FormData(this.#form);
    const minutes = this.#limit();
    const wanted = {
      dataset: Number(fields.get("dataset")),
      preset: fields.get("preset"),
      name: fields.get("name"),
      ...(minutes > 0 && { minutes }),
    };
    problem.textContent = "";
    this.#button.disabled = true;
    await send("/api/runs/", wanted).catch((error) => (problem.textContent = sentence(error)));
    this.#button.disabled = false;
    this.onStarted();
  }
}

/** @param {Estimate} estimate @param {number} minutes at most; 0 for no limit */
function expectation({ seconds, measured }, minutes) {
  const whole = roughly(seconds);
  const source = measured ? "as fast as trainings went here" : "a guess until one has run here for a minute";
  if (!minutes) return `It will take ${whole}, ${source}. You can stop it at any time and go on later.`;
  if (60 * minutes >= seconds) return `It will be done before that, after ${whole} (${source}).`;
  return `It learns all it can in that time; with ${whole} it would get better still (${source}).`;
}

/** @param {() => void} onStarted @returns {StartForm | null} null for who may not start one */
export const startForm = (onStarted) => (may("trainer") ? new StartForm(onStarted) : null);
