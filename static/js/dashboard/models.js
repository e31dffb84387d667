/** @import { Model } from "../shared/api.js" */
import { make } from "../shared/dom.js";
import { may, send, sentence } from "./client.js";

const RETIRE = "Take out of the studio";
const SURE = "Really take it out?";

/** What a model is, in a line. @param {Pick<Model, "preset" | "axes" | "licence">} model */
export function modelFacts({ preset, axes, licence }) {
  const range = axes.map(({ low, high }) => `${low} to ${high}`).join(", ");
  return [preset, range, licence && `licence: ${licence}`].filter(Boolean).join(" · ");
}

/** One name that producers play: its live version and the way back to the one before. */
export class ModelCard {
  #state = make("span", { class: "state" });
  #facts = make("p", { class: "quiet" });
  #problem = make("p", { class: "problem", role: "alert" });
  #version = make("select", { class: "select", "aria-label": "Version to go back to" });
  #back = make("button", { class: "button", type: "button" }, "Roll back");
  #retire = make("button", { class: "button", type: "button" }, RETIRE);
  #offered = "";

  /** @param {Model} model @param {() => void} onDone */
  constructor({ name }, onDone) {
    this.url = `/api/models/${encodeURIComponent(name)}/`;
    this.onDone = onDone;
    this.#state.dataset.live = "true";
    this.element = make(
      "article",
      { class: "panel card", "aria-label": name },
      make("header", {}, make("h3", {}, name), make("span", { class: "grow" }), this.#state),
      this.#facts,
      this.#problem,
      this.#actions(name),
    );
    this.#wire();
  }

  /** @param {string} name */
  #actions(name) {
    const play = make("a", { class: "button", href: `/?model=${encodeURIComponent(name)}` }, "Play it");
    const gap = make("span", { class: "grow" });
    return make("div", { class: "row end" }, gap, this.#retire, this.#version, this.#back, play);
  }

  #wire() {
    this.#back.addEventListener("click", () => this.#send("rollback", { version: this.#version.value }));
    this.#retire.addEventListener("click", () => {
      const isSure = this.#retire.textContent === SURE;
      if (isSure) void this.#send("retire", {});
      this.#retire.textContent = isSure ? RETIRE : SURE;
    });
    this.#retire.addEventListener("blur", () => (this.#retire.textContent = RETIRE));
  }

  /** @param {string} action @param {object} body */
  async #send(action, body) {
    this.#problem.textContent = "";
    await send(`${this.url}${action}/`, body).catch((error) => (this.#problem.textContent = sentence(error)));
    this.onDone();
  }

  /** @param {Model} model */
  update(model) {
    const { version, previous, returnable } = model;
    this.#back.hidden = this.#version.hidden = !returnable.length || !may("publisher");
    this.#retire.hidden = !may("publisher");
    this.#offer(returnable, previous);
    this.#state.textContent = `version ${version} is live`;
    this.#facts.textContent = modelFacts(model);
  }

  /** Versions that were live once, the one before chosen. @param {string[]} versions @param {string | null} previous */
  #offer(versions, previous) {
    if (versions.join() === this.#offered) return;
    this.#offered = versions.join();
    const options = versions.map((version) => make("option", { value: version }, `to version ${version}`));
    this.#version.replaceChildren(...options);
    this.#version.value = previous ?? versions[0] ?? "";
  }
}
