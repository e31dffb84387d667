/** @import { Losses, Mark } from "./client.js" */
/** @typedef {typeof import("uplot")} UPlot */
import { themeColour } from "../shared/colour.js";
import { make, repaintWith } from "../shared/dom.js";
import { short } from "./words.js";

const HOME = new URL("../../npm/uplot/", import.meta.url);
const FONT = "12px system-ui, sans-serif";
const LINES = [
  { name: "val_loss", label: "on sounds kept aside", token: "--own" },
  { name: "loss", label: "on sounds it learns from", token: "--accent-line" },
];

/** @type {Promise<UPlot> | null} */
let loading = null;

/** uPlot, fetched when the first curve is drawn. */
function load() {
  loading ??= import(`${HOME}uPlot.esm.js`).then((module) => {
    document.head.append(make("link", { rel: "stylesheet", href: `${HOME}uPlot.min.css` }));
    return module.default;
  });
  return loading;
}

/** How far the sounds are from the recordings, over the passes of a training; what happened besides as dashed lines. */
export class LossChart {
  /** @type {import("uplot") | null} */
  #plot = null;
  /** @type {Losses} */
  #losses = {};
  /** @type {Mark[]} */
  #marks = [];
  #shown = "";
  #colours = "";
  /** @type {UPlot | null} */
  #UPlot = null;

  /** @param {HTMLElement} box what it fills */
  constructor(box) {
    this.box = box;
    repaintWith(box, () => this.#paint());
  }

  /** @param {Losses} losses @param {Mark[]} marks */
  show(losses, marks) {
    this.#losses = losses;
    this.#marks = marks;
    const state = `${losses.epoch?.length} ${losses.epoch?.at(-1)} ${marks.length}`;
    if (state === this.#shown || !losses.epoch?.length) return;
    this.#shown = state;
    void load().then((UPlot) => {
      this.#UPlot = UPlot;
      this.#plot?.setData(this.#data());
      this.#paint();
    }, console.warn); // npm could not install it: the numbers are still there
  }

  #paint() {
    const { clientWidth: width, clientHeight: height } = this.box;
    if (!this.#UPlot || !width || !height) return;
    const colours = ["--quiet", "--line", ...LINES.map(({ token }) => token)].map((token) =>
      themeColour(this.box, token),
    );
    if (colours.join() !== this.#colours) {
      this.#colours = colours.join();
      this.#plot?.destroy();
      this.box.parentElement?.querySelector(".u-legend")?.remove();
      this.#plot = new this.#UPlot(this.#options(width, height), this.#data(), this.box);
    }
    this.#plot?.setSize({ width, height });
  }

  /** @returns {import("uplot").AlignedData} */
  #data() {
    const passes = /** @type {number[]} */ (this.#losses.epoch ?? []);
    return [passes, ...LINES.map(({ name }) => this.#losses[name] ?? passes.map(() => null))];
  }

  /** @param {number} width @param {number} height in CSS pixels @returns {import("uplot").Options} */
  #options(width, height) {
    const colour = (/** @type {string} */ token) => themeColour(this.box, token);
    const axis = {
      stroke: colour("--quiet"),
      font: FONT,
      grid: { stroke: colour("--line"), width: 1 },
      ticks: { show: false },
    };
    const value = (/** @type {unknown} */ _plot, /** @type {number | null} */ raw) =>
      raw === null ? "–" : short(raw);
    return {
      width,
      height,
      scales: { x: { time: false } },
      legend: { mount: (_plot, table) => this.box.after(table) }, // so that it takes no room from the curve
      cursor: { drag: { x: false, y: false } },
      axes: [
        {
          ...axis,
          grid: { show: false },
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000],
        },
        { ...axis, size: 56 },
      ],
      series: [
        { label: "Pass", value },
        ...LINES.map(({ label, token }) => ({
          label,
          value,
          stroke: colour(token),
          width: 1.75,
          points: { show: this.#isShort },
        })),
      ],
      hooks: { draw: [(plot) => this.#drawMarks(plot)] },
    };
  }

  #isShort = () => (this.#losses.epoch?.length ?? 0) < 3;

  /** @param {import("uplot")} plot */
  #drawMarks({ ctx, bbox, valToPos }) {
    ctx.save();
    ctx.strokeStyle = themeColour(this.box, "--quiet");
    ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
    for (const { epoch } of this.#marks) {
      const x = Math.round(valToPos(epoch, "x", true));
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }
}
