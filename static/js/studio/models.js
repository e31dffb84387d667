/** @import { Model } from "../shared/api.js" */
import { byId, make } from "../shared/dom.js";

/** @param {string} name a model's name as a word on the page */
const title = (name) => name.charAt(0).toUpperCase() + name.slice(1);

/** The menu of models, with the version in use beside it. */
export class ModelMenu {
  #menu = byId("model", HTMLSelectElement);
  #version = byId("version", HTMLElement);
  #newest = byId("newest", HTMLButtonElement);
  /** @type {Model[]} */
  #models = [];

  /** @param {(model: Model) => void} onChoose */
  constructor(onChoose) {
    const choose = () => {
      const model = this.find(this.#menu.value);
      if (model) onChoose(model);
    };
    this.#newest.addEventListener("click", choose);
    this.#menu.addEventListener("change", () => {
      choose();
      this.#menu.blur(); // the space bar plays again
    });
  }

  /** @param {Model[]} models */
  offer(models) {
    this.#models = models;
    this.#menu.replaceChildren(...models.map(({ name }) => make("option", { value: name }, title(name))));
    this.#menu.disabled = models.length === 0;
    if (!models.length) this.#menu.append(make("option", {}, "No model yet"));
  }

  /** @param {string} name @returns {Model | undefined} */
  find(name) {
    return this.#models.find((model) => model.name === name);
  }

  /** @param {string} name @param {string} version */
  show(name, version) {
    const old = this.find(name)?.version !== version;
    this.#menu.value = name;
    this.#version.textContent = old ? `v${version}, not the newest` : `v${version}`;
    this.#newest.hidden = !old;
  }
}
