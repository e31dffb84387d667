/** @import { Dataset } from "./client.js" */
import { make } from "../shared/dom.js";
import { keptWords, preparedShare, refusedWords, stateWords } from "./datasetwords.js";

/** One set of sounds: what was kept, and what was refused and why. */
export class DatasetCard {
  #state = make("span", { class: "state" });
  #kept = make("p", { class: "quiet grow" });
  #progress = make("progress", { max: "1", "aria-label": "Preparation", hidden: true });
  #problem = make("p", { class: "problem" });
  #refused = new Refused();

  /** @param {Dataset} dataset */
  constructor({ id, name, version }) {
    const label = `${name} v${version}`;
    this.element = make(
      "article",
      { class: "panel card", "aria-label": label },
      make("header", {}, make("h3", {}, label), make("span", { class: "grow" }), this.#state),
      make("div", { class: "row" }, this.#kept, pageLink(id, label)),
      this.#progress,
      this.#problem,
      this.#refused.element,
    );
  }

  /** @param {Dataset} dataset */
  update(dataset) {
    const { state, progress, refused, refused_count, error } = dataset;
    this.#state.dataset.state = state;
    this.#state.textContent = stateWords(state);
    this.#kept.textContent = keptWords(dataset);
    this.#progress.hidden = state !== "preparing";
    if (progress) this.#progress.value = preparedShare(progress);
    this.#problem.textContent = error ?? "";
    this.#refused.show(refused, refused_count);
  }
}

/** The first refused files, and why. */
class Refused {
  #title = make("summary");
  #list = make("ul", { class: "refused" });
  #shown = -1;

  element = make("details", { hidden: true }, this.#title, this.#list);

  /** @param {Dataset["refused"]} files @param {number} count all of them */
  show(files, count) {
    this.element.hidden = count === 0;
    if (count === this.#shown) return;
    this.#shown = count;
    this.#title.textContent = refusedWords(count, files.length);
    this.#list.replaceChildren(...files.map(refusedLine));
  }
}

/** @param {Dataset["refused"][number]} file */
const refusedLine = ({ file, reason, message }) =>
  make("li", {}, make("span", {}, file), make("span", {}, message ?? reason));

/** @param {number} id @param {string} label */
function pageLink(id, label) {
  const properties = {
    class: "button",
    href: `/dashboard/datasets/${id}/`,
    "aria-label": `Look inside ${label}`,
  };
  return make("a", properties, "Look inside");
}
