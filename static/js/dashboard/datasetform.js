import { byId } from "../shared/dom.js";
import { may, send, sentence, upload } from "./client.js";

/** The form that adds sounds: a zip or a folder. */
class DatasetForm {
  #form = byId("dataset-form", HTMLFormElement);
  #bar = byId("upload-progress", HTMLProgressElement);
  #problem = /** @type {HTMLElement} */ (this.#form.querySelector(".problem"));
  #button = /** @type {HTMLButtonElement} */ (this.#form.querySelector("button"));

  /** @param {() => void} onAdded */
  constructor(onAdded) {
    this.onAdded = onAdded;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
    this.#button.disabled = false; // a form sent before this listener was there would be lost
  }

  async #submit() {
    this.#problem.textContent = "";
    this.#button.disabled = true;
    try {
      await this.#add(new FormData(this.#form));
      this.#form.reset();
      this.onAdded();
    } catch (error) {
      this.#problem.textContent = sentence(error);
    }
    this.#bar.hidden = true;
    this.#button.disabled = false;
  }

  /** @param {FormData} fields */
  #add(fields) {
    const archive = fields.get("archive");
    if (!(archive instanceof File) || !archive.size)
      return send("/api/datasets/", { name: fields.get("name"), folder: fields.get("folder") });
    fields.delete("folder");
    this.#bar.hidden = false;
    return upload("/api/datasets/", fields, (share) => (this.#bar.value = share));
  }
}

/** @param {() => void} onAdded @returns {DatasetForm | null} null for accounts that may not add sounds */
export const datasetForm = (onAdded) => (may("trainer") ? new DatasetForm(onAdded) : null);
