/** @import { Model } from "../api.js" */
import { make } from "../dom.js";
import { send, sentence } from "./client.js";

/** One name that producers play: its live version and the way back to the one before. */
export class ModelCard {
  #state = make("span", { class: "state" });
  #facts = make("p", { class: "quiet" });
  #problem = make("p", { class: "problem", role: "alert" });
  #back = make("button", { class: "button", type: "button" });

  /** @param {Model} model @param {() => void} onDone */
  constructor(model, onDone) {
    const header = make("header", {}, make("h3", {}, model.name), make("span", { class: "grow" }), this.#state);
    const play = make("a", { class: "button", href: `/?model=${encodeURIComponent(model.name)}` }, "Play it");
    const actions = make("div", { class: "row end" }, make("span", { class: "grow" }), this.#back, play);
    this.element = make("article", { class: "panel card", "aria-label": model.name }, header, this.#facts, this.#problem, actions);
    this.#state.dataset["live"] = "true";
    this.#back.addEventListener("click", async () => {
      this.#problem.textContent = "";
      await send(`/api/models/${encodeURIComponent(model.name)}/rollback/`).catch((error) => (this.#problem.textContent = sentence(error)));
      onDone();
    });
  }

  /** @param {Model} model */
  update({ version, previous, preset, licence, axes }) {
    this.#back.hidden = previous === null;
    this.#back.textContent = `Roll back to version ${previous}`;
    this.#state.textContent = `version ${version} is live`;
    const range = axes.map(({ low, high }) => `${low} to ${high}`).join(", ");
    this.#facts.textContent = [preset, range, licence && `licence: ${licence}`].filter(Boolean).join(" · ");
  }
}
