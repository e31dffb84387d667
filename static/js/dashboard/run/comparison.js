/** @import { Run } from "../client.js" */
/** @import { Pair, Report } from "./report.js" */
import { make } from "../../shared/dom.js";
import { read, sentence } from "../client.js";
import { playButton } from "./playbutton.js";
import { figureText, headsOf, positionWords, sidesOf } from "./report.js";

const NOTE =
  "Less is better in every line. Both are measured on the same sounds, held out when this name was first trained.";

/** A run's version beside the live one: its report is read when it is opened. */
export class Comparison {
  #title = make("summary");
  #verdict = make("p", { class: "problem", role: "alert" });
  #body = make("div", { class: "stack" });
  #compared = "";

  /** @param {Pick<Run, "id">} run */
  constructor(run) {
    this.url = `/api/runs/${run.id}/report/`;
    const content = make("div", { class: "stack" }, this.#verdict, this.#body);
    this.element = make("details", { class: "comparison", hidden: true }, this.#title, content);
    this.element.addEventListener("toggle", () => this.element.open && void this.#read());
  }

  /** @param {Run} run @param {string | null} live the version that producers get */
  update({ state, version, is_live }, live) {
    this.element.hidden = state !== "finished" || !version || is_live;
    const compared = `${version}/${live}`;
    if (compared === this.#compared) return;
    this.#compared = compared;
    this.#title.textContent = live ? `Compare with version ${live}, which is live` : "Listen to it";
    if (this.element.open) void this.#read();
  }

  async #read() {
    this.#verdict.textContent = "";
    if (!this.#body.childElementCount)
      this.#body.replaceChildren(make("p", { class: "quiet" }, "Measuring both…"));
    try {
      this.#show(await read(this.url));
    } catch (error) {
      this.#body.replaceChildren();
      this.#verdict.textContent = sentence(error);
    }
  }

  /** @param {Report} report */
  #show(report) {
    this.#verdict.textContent = report.reasons.join(" ");
    const note = report.numbers.length ? [make("p", { class: "quiet" }, NOTE)] : [];
    this.#body.replaceChildren(reportTable(report), ...note);
  }

  /** Opens with the report that a refusal brought. @param {Report} report */
  showRefusal(report) {
    this.#show(report);
    this.element.open = true;
  }
}

/** @param {Report} report */
function reportTable(report) {
  const heads = headsOf(report).map((text) => make("th", { scope: "col" }, text));
  const figures = report.numbers.map((figure) => {
    const texts = sidesOf(report).map((side) => figureText(figure, side));
    return row(figure.meaning, texts);
  });
  const sounds = report.positions.map((pair) => row(positionWords(pair), playButtons(pair, report)));
  const head = make("thead", {}, make("tr", {}, make("td"), ...heads));
  return make("table", { class: "side-by-side" }, head, make("tbody", {}, ...figures, ...sounds));
}

/** @param {string} head @param {(Node | string)[]} cells */
const row = (head, cells) =>
  make("tr", {}, make("th", { scope: "row" }, head), ...cells.map((cell) => make("td", {}, cell)));

/** @param {Pair} pair @param {Report} report */
function playButtons(pair, { candidate, live }) {
  const where = positionWords(pair).toLowerCase();
  const own = playButton(pair.candidate_url, "Play", `Play version ${candidate}, ${where}`);
  return pair.live_url ? [own, playButton(pair.live_url, "Play", `Play version ${live}, ${where}`)] : [own];
}
