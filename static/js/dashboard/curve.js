/** @import { Losses } from "./client.js" */
import { themeColour } from "../colour.js";
import { fitCanvas, repaintWith } from "../dom.js";

const GUTTER_PX = 44;
const FOOT_PX = 22;
const HEAD_PX = 28; // the legend's line
const LINES = [
  { name: "val_loss", token: "--own" },
  { name: "loss", token: "--accent-line" },
];

/** @param {number} value @returns {string} three significant digits */
export const short = (value) => Number(value.toPrecision(3)).toString();

/** Loss over epochs on a canvas: hairlines, two curves, nothing else. */
export class Curve {
  /** @type {Losses} */
  #losses = {};

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    repaintWith(canvas, () => this.#paint());
  }

  /** @param {Losses} losses */
  show(losses) {
    this.#losses = losses;
    this.#paint();
  }

  #paint() {
    const fitted = fitCanvas(this.canvas);
    const values = LINES.flatMap(({ name }) => this.#losses[name] ?? []).filter((value) => value !== null);
    if (!fitted || !values.length) return;
    const { draw, width, height } = fitted;
    const epochs = Math.max(2, ...LINES.map(({ name }) => this.#losses[name]?.length ?? 0));
    const [low, high] = padded(Math.min(...values), Math.max(...values));
    /** @param {number} i */
    const x = (i) => GUTTER_PX + (i / (epochs - 1)) * (width - GUTTER_PX - 4);
    /** @param {number} value */
    const y = (value) => (1 - (value - low) / (high - low)) * (height - FOOT_PX - HEAD_PX) + HEAD_PX;
    this.#grid(draw, width, height, low, high, y);
    this.#label(draw, epochs, x, height);
    for (const { name, token } of LINES) stroke(draw, this.#losses[name] ?? [], x, y, themeColour(this.canvas, token));
  }

  /** @param {CanvasRenderingContext2D} draw @param {number} width @param {number} height @param {number} low @param {number} high @param {(value: number) => number} y */
  #grid(draw, width, height, low, high, y) {
    draw.font = `${height > 160 ? 12 : 11}px system-ui, sans-serif`;
    draw.textAlign = "right";
    draw.textBaseline = "middle";
    for (const share of [0, 0.5, 1]) {
      const value = low + share * (high - low);
      draw.fillStyle = themeColour(this.canvas, "--line");
      draw.fillRect(GUTTER_PX, Math.round(y(value)), width - GUTTER_PX, 1);
      draw.fillStyle = themeColour(this.canvas, "--quiet");
      draw.fillText(short(value), GUTTER_PX - 8, y(value));
    }
  }

  /** @param {CanvasRenderingContext2D} draw @param {number} epochs @param {(i: number) => number} x @param {number} height */
  #label(draw, epochs, x, height) {
    draw.textBaseline = "bottom";
    draw.textAlign = "left";
    draw.fillText("1", x(0), height);
    draw.textAlign = "right";
    draw.fillText(`epoch ${epochs}`, x(epochs - 1), height);
  }
}

/** @param {number} low @param {number} high @returns {[number, number]} never an empty range */
function padded(low, high) {
  const room = Math.max(0.05 * (high - low), 0.01 * Math.abs(high), 1e-9);
  return [low - room, high + room];
}

/** @param {CanvasRenderingContext2D} draw @param {(number | null)[]} values @param {(i: number) => number} x @param {(value: number) => number} y @param {string} colour */
function stroke(draw, values, x, y, colour) {
  draw.strokeStyle = colour;
  draw.lineWidth = 1.75;
  draw.lineJoin = "round";
  draw.beginPath();
  values.forEach((value, i) => value !== null && draw.lineTo(x(i), y(value)));
  draw.stroke();
  if (values.length !== 1) return;
  draw.fillStyle = colour;
  draw.fillRect(x(0) - 2, y(values[0] ?? 0) - 2, 4, 4);
}
