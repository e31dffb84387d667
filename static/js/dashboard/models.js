/** @import { Model } from "../shared/api.js" */
import { make } from "../shared/dom.js";
import { may, send, sentence } from "./client.js";

const RETIRE = "Take out of the studio";
const SURE = "Really take it out?";

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
  constructor(model, onDone) {
    const header = make(
      "header",
      {},
      make("h3", {}, model.name),
      make("span", { class: "grow" }),
      this.#state,
    );
    const play = make("a", { class: "button", href: `/?model=${encodeURIComponent(model.name)}` }, "Play it");
    const actions = make(
      "div",
      { class: "row end" },
      make("span", { class: "grow" }),
      this.#retire,
      this.#version,
      this.#back,
      play,
    );
    this.element = make(
      "article",
      { class: "panel card", "aria-label": model.name },
      header,
      this.#facts,
      this.#problem,
      actions,
    );
    this.#state.dataset.live = "true";
    const url = `/api/models/${encodeURIComponent(model.name)}/`;
    const ask = async (/** @type {string} */ action, /** @type {object} */ body) => {
      this.#problem.textContent = "";
      await send(`${url}${action}/`, body).catch((error) => (this.#problem.textContent = sentence(error)));
      onDone();
    };
    this.#back.addEventListener("click", () => void ask("rollback", { version: this.#version.value }));
    this.#retire.addEventListener("click", () => {
      if (this.#retire.textContent === SURE) void ask("retire", {});
      this.#retire.textContent = this.#retire.textContent === SURE ? RETIRE : SURE;
    });
    this.#retire.addEventListener("blur", () => (this.#retire.textContent = RETIRE));
  }

  /** @param {Model} model */
  update({ version, previous, returnable, preset, licence, axes }) {
    this.#back.hidden = this.#version.hidden = !returnable.length || !may("publisher");
    this.#retire.hidden = !may("publisher");
    this.#offer(returnable, previous);
    this.#state.textContent = `version ${version} is live`;
    const range = axes.map(({ low, high }) => `${low} to ${high}`).join(", ");
    this.#facts.textContent = [preset, range, licence && `licence: ${licence}`].filter(Boolean).join(" · ");
  }

  /** Versions that were live once, the one before chosen. @param {string[]} versions @param {string | null} previous */
  #offer(versions, previous) {
    if (versions.join() === this.#offered) return;
    this.#offered = versions.join();
    this.#version.replaceChildren(
      ...versions.map((version) => make("option", { value: version }, `to version ${version}`)),
    );
    this.#version.value = previous ?? versions[0] ?? "";
  }
}
