/** @import { Losses, Mark } from "../client.js" */
/** @typedef {typeof import("uplot")} UPlot */
import { themeColour } from "../../shared/colour.js";
import { make, repaintWith } from "../../shared/dom.js";
import { chartData, chartOptions, stateOf, TOKENS } from "./chartoptions.js";

const HOME = new URL("../../../npm/uplot/", import.meta.url);
const DASH_PX = 4;

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
    const state = stateOf(losses, marks);
    if (state === this.#shown || !losses.epoch?.length) return;
    this.#shown = state;
    void load().then((UPlot) => {
      this.#UPlot = UPlot;
      this.#plot?.setData(chartData(this.#losses));
      this.#paint();
    }, console.warn); // npm could not install it: the numbers are still there
  }

  #paint() {
    const { clientWidth: width, clientHeight: height } = this.box;
    if (!this.#UPlot || !width || !height) return;
    const colours = TOKENS.map((token) => themeColour(this.box, token)).join();
    if (colours !== this.#colours) this.#make(this.#UPlot, width, height);
    this.#colours = colours;
    this.#plot?.setSize({ width, height });
  }

  /** @param {UPlot} UPlot @param {number} width @param {number} height in CSS pixels */
  #make(UPlot, width, height) {
    this.#plot?.destroy();
    this.box.parentElement?.querySelector(".u-legend")?.remove();
    const options = {
      ...chartOptions((token) => themeColour(this.box, token)),
      width,
      height,
      legend: { mount: this.#mountLegend },
      hooks: { draw: [this.#drawMarks] },
    };
    this.#plot = new UPlot(options, chartData(this.#losses), this.box);
  }

  /** Below the box, so that it takes no room from the curve. @param {unknown} _plot @param {HTMLElement} table */
  #mountLegend = (_plot, table) => this.box.after(table);

  /** @param {import("uplot")} plot */
  #drawMarks = ({ ctx, bbox, valToPos }) => {
    ctx.save();
    ctx.strokeStyle = themeColour(this.box, "--quiet");
    ctx.setLineDash([DASH_PX * devicePixelRatio, DASH_PX * devicePixelRatio]);
    for (const { epoch } of this.#marks) drawUpright(ctx, bbox, Math.round(valToPos(epoch, "x", true)));
    ctx.restore();
  };
}

/** @param {CanvasRenderingContext2D} draw @param {import("uplot").BBox} box @param {number} x where it has room */
function drawUpright(draw, { left, top, width, height }, x) {
  if (x < left || x > left + width) return;
  draw.beginPath();
  draw.moveTo(x, top);
  draw.lineTo(x, top + height);
  draw.stroke();
}
