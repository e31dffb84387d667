/** @import { Run } from "../client.js" */
/** @import { Report } from "./report.js" */
import { Problem } from "../../shared/api.js";
import { make } from "../../shared/dom.js";
import { read, send, sentence } from "../client.js";
import { actionsOn } from "./words.js";

/**
 * @typedef {Object} Wiring
 * @property {() => void} onDone called after each action, whether it succeeded or not
 * @property {(report: Report) => void} onReport a report that keeps a version from being published
 * @property {HTMLElement[]} more what else stands in the row
 */

/** @param {string} words @param {object} [properties] */
const button = (words, properties = {}) =>
  make("button", { class: "button", type: "button", ...properties }, words);

/** The row of buttons below a training: stop, go on, publish. */
export class RunActions {
  #note = make("p", { class: "quiet grow" });
  #stop = button("Stop and keep what it learned");
  #resume = button("Go on training");
  #publish = button("Make this version live", { class: "button primary" });
  #anyway = button("Publish anyway", { hidden: true });

  /** Where a refusal is said. */
  problem = make("p", { class: "problem", role: "alert" });

  /** @param {Pick<Run, "id">} run @param {Wiring} wiring */
  constructor(run, wiring) {
    this.url = `/api/runs/${run.id}/`;
    this.wiring = wiring;
    const buttons = [this.#stop, this.#resume, ...wiring.more, this.#anyway, this.#publish];
    this.element = make("div", { class: "row end" }, this.#note, ...buttons);
    this.#act(this.#stop, () => this.#send("cancel"));
    this.#act(this.#resume, () => this.#send("resume"));
    this.#act(this.#publish, () => this.#publishUnlessRefused());
    this.#act(this.#anyway, () => this.#send("publish", { force: true }));
  }

  /** @param {Run} run @param {(role: "trainer" | "publisher") => boolean} may @param {string} note */
  update(run, may, note) {
    const { stop, resume, publish } = actionsOn(run, may);
    this.#stop.textContent =
      run.state === "queued" ? "Take it out of the queue" : "Stop and keep what it learned";
    this.#stop.hidden = !stop;
    this.#resume.hidden = !resume;
    this.#publish.hidden = !publish;
    if (!publish) this.#anyway.hidden = true;
    this.#note.textContent = note;
  }

  /** @param {HTMLButtonElement} button @param {() => Promise<unknown>} action */
  #act(button, action) {
    button.addEventListener("click", async () => {
      button.disabled = true;
      this.problem.textContent = "";
      await action().catch((error) => this.#fail(error));
      button.disabled = false;
      this.wiring.onDone();
    });
  }

  /** @param {string} action @param {object} [body] */
  #send(action, body) {
    return send(`${this.url}${action}/`, body);
  }

  /** Reads the report first, so that a foreseeable refusal is no failed request. */
  async #publishUnlessRefused() {
    const report = /** @type {Report} */ (await read(`${this.url}report/`));
    if (report.can_publish) await this.#send("publish");
    else this.#refuse(report);
  }

  /** A refusal to publish may bring a report. @param {unknown} error */
  #fail(error) {
    this.problem.textContent = sentence(error);
    if (error instanceof Problem && error.members.report) this.#refuse(error.members.report);
  }

  /** @param {Report} report */
  #refuse(report) {
    this.problem.textContent = report.can_force ? "Not made live yet." : "This version cannot be made live.";
    this.#anyway.hidden = !report.can_force;
    this.wiring.onReport(report);
  }
}
