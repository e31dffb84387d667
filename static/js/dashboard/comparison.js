/** @import { Run } from "./client.js" */
import { make } from "../shared/dom.js";
import { read, sentence } from "./client.js";
import { playButton } from "./listen.js";

/** @typedef {{name: string, meaning: string, unit: "share" | "dB", candidate: number | null, live: number | null, margin: number}} Figure */
/** @typedef {{x: number, y: number, candidate_url: string, live_url: string | null}} Pair */
/** @typedef {{candidate: string, live: string | null, can_publish: boolean, can_force: boolean, reasons: string[], numbers: Figure[], places: Pair[]}} Report */

/** @param {Figure} figure @param {"candidate" | "live"} side */
function shown(figure, side) {
  const value = figure[side];
  if (value === null) return "–";
  return figure.unit === "share" ? `${Math.round(100 * value)} %` : `${value.toFixed(1)} dB`;
}

/** Where on the map, in words. @param {Pair} pair */
function placeName({ x, y }) {
  if (x === 0.5 && y === 0.5) return "Middle";
  return `${y > 0.5 ? "Upper" : "Lower"} ${x > 0.5 ? "right" : "left"}`;
}

/** A run's version beside the live one: read when it is opened. */
export class Comparison {
  #title = make("summary");
  #verdict = make("p", { class: "problem", role: "alert" });
  #body = make("div", { class: "stack" });
  #of = "";

  /** @param {Run} run */
  constructor(run) {
    this.url = `/api/runs/${run.id}/report/`;
    this.element = make(
      "details",
      { class: "comparison", hidden: true },
      this.#title,
      make("div", { class: "stack" }, this.#verdict, this.#body),
    );
    this.element.addEventListener("toggle", () => this.element.open && void this.#read());
  }

  /** @param {Run} run @param {string | null} live the version that producers get */
  update({ state, version, is_live }, live) {
    this.element.hidden = state !== "finished" || !version || is_live;
    const of = `${version}/${live}`;
    if (of === this.#of) return;
    this.#of = of;
    this.#title.textContent = live ? `Compare with version ${live}, which is live` : "Listen to it";
    if (this.element.open) void this.#read();
  }

  async #read() {
    this.#verdict.textContent = "";
    if (!this.#body.childElementCount)
      this.#body.replaceChildren(make("p", { class: "quiet" }, "Listening to both…"));
    try {
      this.show(await read(this.url));
    } catch (error) {
      this.#body.replaceChildren();
      this.#verdict.textContent = sentence(error);
    }
  }

  /** @param {Report} report */
  show(report) {
    const { candidate, live, reasons, numbers, places } = report;
    this.#verdict.textContent = reasons.join(" ");
    const heads = [`version ${candidate}`, ...(live ? [`version ${live}, live`] : [])];
    const sides = /** @type {("candidate" | "live")[]} */ (live ? ["candidate", "live"] : ["candidate"]);
    const row = (/** @type {string} */ first, /** @type {(Node | string)[]} */ rest) =>
      make("tr", {}, make("th", { scope: "row" }, first), ...rest.map((cell) => make("td", {}, cell)));
    const head = make("tr", {}, make("td"), ...heads.map((text) => make("th", { scope: "col" }, text)));
    const figures = numbers.map((figure) =>
      row(
        figure.meaning,
        sides.map((side) => shown(figure, side)),
      ),
    );
    const sounds = places.map((pair) => row(placeName(pair), this.#buttons(pair, report)));
    const note = make(
      "p",
      { class: "quiet" },
      "Less is better in every line. Both are measured on the same sounds, held out when this name was first trained.",
    );
    this.#body.replaceChildren(
      make(
        "table",
        { class: "side-by-side" },
        make("thead", {}, head),
        make("tbody", {}, ...figures, ...sounds),
      ),
      ...(numbers.length ? [note] : []),
    );
  }

  /** @param {Pair} pair @param {Report} report */
  #buttons(pair, { candidate, live }) {
    const place = placeName(pair).toLowerCase();
    const own = playButton(pair.candidate_url, "Play", `Play version ${candidate}, ${place}`);
    return pair.live_url ? [own, playButton(pair.live_url, "Play", `Play version ${live}, ${place}`)] : [own];
  }

  /** Opens with the report that a refusal brought. @param {Report} report */
  refuse(report) {
    this.show(report);
    this.element.open = true;
  }
}
