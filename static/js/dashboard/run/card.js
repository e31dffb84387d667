/** @import { Run } from "../client.js" */
import { make } from "../../shared/dom.js";
import { may } from "../client.js";
import { RunActions } from "./actions.js";
import { Comparison } from "./comparison.js";
import { LossChart } from "./losschart.js";
import { doneShare, isActive, markWords, noteOn, numbersOf, stateWords } from "./words.js";

/** One training: the curve before the numbers, and what can be done with it. */
export class RunCard {
  #state = make("span", { class: "state" });
  #chart = make("div", { class: "chart" });
  #marks = make("ul", { class: "marks" });
  #figure = make(
    "figure",
    { class: "curve", hidden: true },
    make("figcaption", {}, "How far what it plays is from the recordings: lower is better."),
    this.#chart,
    this.#marks,
  );
  #progress = make("progress", { max: "1", "aria-label": "Progress" });
  #numbers = make("dl", { class: "numbers" });
  #failure = make("p", { class: "problem" });
  #curve = new LossChart(this.#chart);

  /** @param {Run} run @param {() => void} onDone @param {{alone?: boolean}} [where] on a page of its own it leads nowhere else */
  constructor(run, onDone, { alone = false } = {}) {
    this.comparison = new Comparison(run);
    this.actions = new RunActions(run, {
      onDone,
      onReport: (report) => this.comparison.showRefusal(report),
      more: alone ? [] : [pageLink(run)],
    });
    this.element = make(
      "article",
      { class: "panel card", "aria-label": `Training of ${run.name}` },
      this.#header(run),
      this.#failure,
      this.#figure,
      this.#progress,
      this.#numbers,
      this.actions.problem,
      this.comparison.element,
      this.actions.element,
    );
  }

  /** @param {Run} run */
  #header({ name, preset, preset_title, dataset_name }) {
    const kind = make("span", { class: "quiet" }, `${preset_title} (${preset}) on ${dataset_name}`);
    return make("header", {}, make("h3", {}, name), kind, make("span", { class: "grow" }), this.#state);
  }

  /** @param {Run} run @param {string | null} live the version of this name that producers get */
  update(run, live) {
    this.element.dataset.active = String(isActive(run.state));
    this.#state.dataset.state = run.state;
    this.#state.textContent = stateWords(run.state);
    this.#failure.textContent = run.error ?? "";
    this.#showCurve(run);
    this.#showNumbers(run);
    this.comparison.update(run, live);
    this.actions.update(run, may, noteOn(run));
  }

  /** @param {Run} run */
  #showCurve({ history, marks }) {
    this.#figure.hidden = !history.loss?.length;
    this.#curve.show(history, marks);
    if (marks.length !== this.#marks.childElementCount)
      this.#marks.replaceChildren(...marks.map((mark) => make("li", {}, markWords(mark))));
  }

  /** @param {Run} run */
  #showNumbers(run) {
    this.#progress.hidden = run.state !== "running";
    this.#progress.value = doneShare(run);
    this.#numbers.hidden = run.state === "queued";
    this.#numbers.replaceChildren(...numbersOf(run).map(numberElement));
  }
}

/** @param {Run} run */
function pageLink({ id, name }) {
  const label = `Previews and log: training ${id} of ${name}`;
  const properties = { class: "button", href: `/dashboard/runs/${id}/`, "aria-label": label };
  return make("a", properties, "Previews and log");
}

/** @param {import("./words.js").Fact} fact */
function numberElement({ name, value, meaning }) {
  const term = meaning ? make("abbr", { title: meaning, tabindex: "0" }, name) : name;
  return make("div", {}, make("dt", {}, term), make("dd", {}, value));
}
