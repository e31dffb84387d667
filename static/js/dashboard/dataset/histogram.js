import { make } from "../../shared/dom.js";
import { milliseconds } from "../words.js";

/** @typedef {{edges: number[], counts: number[], quantiles: number[], proposed_s: number, why: string, cut?: number}} Histogram times in seconds; quantiles at 0, 1 … 100 % */
/** @typedef {{name: "now" | "proposed", at: number, words: string}} Mark */
/** @typedef {{x: number, y: number, width: number, height: number}} Bar */

const [WIDTH, HEIGHT] = [320, 100];
const GAP = 1;
const SVG = "http://www.w3.org/2000/svg";

/** @param {string} tag @param {Record<string, string | number>} attributes */
function shape(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

/** @param {number} seconds @returns {string} such as "35 ms" or "0.41 s" */
export const timeText = (seconds) => (seconds < 0.2 ? milliseconds(seconds) : `${seconds.toFixed(2)} s`);

/** @param {number[]} counts @returns {Bar[]} side by side, the highest as high as the figure */
export function barsOf(counts) {
  const [wide, most] = [WIDTH / counts.length, Math.max(1, ...counts)];
  return counts.map((count, bar) => {
    const height = (count / most) * HEIGHT;
    return { x: bar * wide, y: HEIGHT - height, width: wide - GAP, height };
  });
}

/** @param {number} value @param {number} top where the figure ends @returns {number} within it */
export const acrossFigure = (value, top) => Math.min(1, value / top) * WIDTH;

/**
 * Bars, two upright lines, and the sentence that explains the proposal.
 * @param {HTMLElement} figure @param {string} title @param {Histogram} histogram @param {Mark[]} marks
 */
export function drawHistogram(figure, title, { edges, counts, why }, marks) {
  const top = edges.at(-1) ?? 1;
  const svg = shape("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    role: "img",
    "aria-label": `${title}. ${why}`,
  });
  svg.append(...barsOf(counts).map((bar) => shape("rect", bar)), ...marks.map((mark) => upright(mark, top)));
  const caption = make("figcaption", { class: "quiet" }, why);
  figure.replaceChildren(make("h3", {}, title), svg, scaleElement(top), keyElement(marks), caption);
}

/** @param {Mark} mark @param {number} top */
function upright({ name, at }, top) {
  const x = acrossFigure(at, top);
  return shape("line", { class: name, x1: x, x2: x, y1: 0, y2: HEIGHT });
}

/** @param {number} top */
const scaleElement = (top) =>
  make("div", { class: "scale" }, make("span", {}, "0"), make("span", {}, `${timeText(top)} and more`));

/** @param {Mark[]} marks */
const keyElement = (marks) =>
  make("div", { class: "key" }, ...marks.map(({ name, words }) => make("span", { class: name }, words)));

/** @param {number[]} quantiles at 0, 1 … 100 % @param {number} value @returns {number} share of what does not exceed `value`, 0…1 */
export function shareBelow(quantiles, value) {
  const above = quantiles.findIndex((quantile) => quantile > value);
  if (above < 0) return 1;
  if (above === 0) return 0;
  const [low, high] = [quantiles[above - 1] ?? 0, quantiles[above] ?? 0];
  return (above - 1 + (value - low) / Math.max(high - low, 1e-9)) / (quantiles.length - 1);
}
