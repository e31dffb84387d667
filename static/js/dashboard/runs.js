/** @import { Run } from "./client.js" */

import { Problem } from "../shared/api.js";
import { make } from "../shared/dom.js";
import { may, read, send, sentence } from "./client.js";
import { Comparison } from "./comparison.js";
import { LossChart } from "./losschart.js";
import { duration, queueWords, short } from "./words.js";

/** @type {Record<string, string>} */
const WORDS = {
  queued: "waiting",
  running: "training",
  stopping: "stopping",
  finished: "finished",
  cancelled: "stopped",
  failed: "failed",
};
const PASS = "One pass through all sounds, which machine learning calls an epoch.";
const DISTANCE =
  "How far what it plays is from the recordings, which machine learning calls the loss. Lower is better.";
const UNSEEN =
  "The same on sounds that are kept aside and that it never learned from. When it rises while the other falls, stop.";

/** @type {Record<string, (pass: number) => string>} */
const MARKS = {
  resumed: (pass) => `After pass ${pass} it was taken up again.`,
  "went back": (pass) => `Its numbers ran away, so it went back to pass ${pass} and learns half as fast.`,
  slowed: (pass) => `After pass ${pass} it got no better, so it learns half as fast.`,
};

/** How much of it is done; the clock may end it before its epochs do. @param {Run} run */
function share({ epoch, epochs, elapsed_s, eta_s }) {
  if (eta_s !== null && elapsed_s > 0) return elapsed_s / (elapsed_s + eta_s);
  return epochs ? epoch / epochs : 0;
}

/** @param {Run} run */
function noteOn({ is_live, state, version, warning, ahead }) {
  if (state === "queued") return queueWords(ahead ?? 0) || "It begins in a moment.";
  if (is_live) return "This version is live.";
  if (state === "finished" && version) return `Ready as version ${version}.`;
  return warning ?? "";
}

/** @type {Map<string, string>} */
const liveVersions = new Map();

/** What cards compare with. @param {{name: string, version: string}[]} models */
export function noteLive(models) {
  liveVersions.clear();
  for (const { name, version } of models) liveVersions.set(name, version);
}

/** @param {string} name */
const liveVersion = (name) => liveVersions.get(name) ?? null;

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
  #problem = make("p", { class: "problem", role: "alert" });
  #note = make("p", { class: "quiet grow" });
  #stop = make("button", { class: "button", type: "button" }, "Stop and keep what it learned");
  #resume = make("button", { class: "button", type: "button" }, "Go on training");
  #publish = make("button", { class: "button primary", type: "button" }, "Make this version live");
  #anyway = make("button", { class: "button", type: "button", hidden: true }, "Publish anyway");
  #curve = new LossChart(this.#chart);

  /** @param {Run} run @param {() => void} onDone @param {{alone?: boolean}} [where] on a page of its own it leads nowhere else */
  constructor(run, onDone, { alone = false } = {}) {
    this.onDone = onDone;
    const header = make(
      "header",
      {},
      make("h3", {}, run.name),
      make("span", { class: "quiet" }, `${run.preset_title} (${run.preset}) on ${run.dataset_name}`),
      make("span", { class: "grow" }),
      this.#state,
    );
    const details = make(
      "a",
      {
        class: "button",
        href: `/dashboard/runs/${run.id}/`,
        hidden: alone,
        "aria-label": `Listen and log: training ${run.id} of ${run.name}`,
      },
      "Listen and log",
    );
    const actions = make(
      "div",
      { class: "row end" },
      this.#note,
      this.#stop,
      this.#resume,
      details,
      this.#anyway,
      this.#publish,
    );
    this.comparison = new Comparison(run);
    this.element = make(
      "article",
      { class: "panel card", "aria-label": `Training of ${run.name}` },
      header,
      this.#failure,
      this.#figure,
      this.#progress,
      this.#numbers,
      this.#problem,
      this.comparison.element,
      actions,
    );
    this.#act(this.#stop, `/api/runs/${run.id}/cancel/`);
    this.#act(this.#resume, `/api/runs/${run.id}/resume/`);
    this.#act(this.#publish, `/api/runs/${run.id}/publish/`, {}, `/api/runs/${run.id}/report/`);
    this.#act(this.#anyway, `/api/runs/${run.id}/publish/`, { force: true });
  }

  /** @param {Run} run */
  update(run) {
    const active = run.state === "running" || run.state === "queued";
    this.element.dataset.active = String(active);
    this.#state.dataset.state = run.state;
    this.#state.textContent = WORDS[run.state] ?? run.state;
    this.#figure.hidden = !run.history.loss?.length;
    this.#curve.show(run.history, run.marks);
    this.#tellMarks(run);
    this.#progress.hidden = run.state !== "running";
    this.#progress.value = share(run);
    this.#count(run);
    this.#failure.textContent = run.error ?? "";
    this.#stop.textContent =
      run.state === "queued" ? "Take it out of the queue" : "Stop and keep what it learned";
    this.#stop.hidden = !active || !may("trainer");
    this.#resume.hidden = (run.state !== "cancelled" && run.state !== "failed") || !may("trainer");
    this.#publish.hidden = run.state !== "finished" || run.is_live || !may("publisher");
    if (this.#publish.hidden) this.#anyway.hidden = true;
    this.comparison.update(run, liveVersion(run.name));
    this.#note.textContent = noteOn(run);
  }

  /** @param {Run} run */
  #tellMarks({ marks }) {
    if (marks.length === this.#marks.childElementCount) return;
    this.#marks.replaceChildren(
      ...marks.map(({ epoch, kind }) => make("li", {}, MARKS[kind]?.(epoch) ?? kind)),
    );
  }

  /** @param {Run} run */
  #count({ state, epoch, epochs, eta_s, elapsed_s, history }) {
    const last = (/** @type {string} */ name) => history[name]?.at(-1) ?? undefined;
    const [loss, unseen] = [last("loss"), last("val_loss")];
    const entries = [number("Pass", epochs ? `${epoch} of ${epochs}` : String(epoch), PASS)];
    if (loss !== undefined) entries.push(number("Distance", short(loss), DISTANCE));
    if (unseen !== undefined) entries.push(number("On sounds kept aside", short(unseen), UNSEEN));
    if (elapsed_s) entries.push(number("Time", duration(elapsed_s)));
    if (state === "running") entries.push(number("Left", duration(eta_s)));
    this.#numbers.hidden = state === "queued";
    this.#numbers.replaceChildren(...entries);
  }

  /** @param {HTMLButtonElement} button @param {string} url @param {object} [body] @param {string} [report] what to read first, so that a foreseeable refusal is no failed request */
  #act(button, url, body, report) {
    button.addEventListener("click", async () => {
      button.disabled = true;
      this.#problem.textContent = "";
      try {
        const known = report ? await read(report) : null;
        if (known && !known.can_publish) this.#refuse(known);
        else await send(url, body);
      } catch (error) {
        this.#fail(error);
      }
      button.disabled = false;
      this.onDone();
    });
  }

  /** A refusal to publish comes with a report, which is shown. @param {unknown} error */
  #fail(error) {
    this.#problem.textContent = sentence(error);
    if (error instanceof Problem && error.members.report) this.#refuse(error.members.report);
  }

  /** @param {import("./comparison.js").Report} report */
  #refuse(report) {
    this.#problem.textContent = report.can_force ? "Not made live yet." : "This version cannot be made live.";
    this.#anyway.hidden = !report.can_force;
    this.comparison.refuse(report);
  }
}

/** @param {string} name @param {string} value @param {string} [meaning] */
function number(name, value, meaning) {
  const term = meaning ? make("abbr", { title: meaning, tabindex: "0" }, name) : name;
  return make("div", {}, make("dt", {}, term), make("dd", {}, value));
}
