import { make } from "../../shared/dom.js";

/** @typedef {{edges: number[], counts: number[], quantiles: number[], proposed_s: number, why: string, cut?: number}} Histogram times in seconds; quantiles at 0, 1 … 100 % */
/** @typedef {{name: "now" | "proposed", at: number, words: string}} Mark */

const [WIDTH, HEIGHT] = [320, 100];
const SVG = "http://www.w3.org/2000/svg";

/** @param {string} tag @param {Record<string, string | number>} attributes */
function shape(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

/** @param {number} seconds */
export const shown = (seconds) =>
  seconds < 0.2 ? `${Math.round(1000 * seconds)} ms` : `${seconds.toFixed(2)} s`;

/**
 * Bars, two upright lines, and the sentence that explains the proposal.
 * @param {HTMLElement} figure @param {string} title @param {Histogram} histogram @param {Mark[]} marks
 */
export function drawHistogram(figure, title, { edges, counts, why }, marks) {
  const [top, most] = [edges.at(-1) ?? 1, Math.max(1, ...counts)];
  const svg = shape("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    role: "img",
    "aria-label": `${title}. ${why}`,
  });
  const wide = WIDTH / counts.length;
  counts.forEach((count, bar) => {
    const height = (count / most) * HEIGHT;
    svg.append(shape("rect", { x: bar * wide, y: HEIGHT - height, width: wide - 1, height }));
  });
  for (const { name, at } of marks) {
    const x = Math.min(1, at / top) * WIDTH;
    svg.append(shape("line", { class: name, x1: x, x2: x, y1: 0, y2: HEIGHT }));
  }
  const key = marks.map(({ name, words }) => make("span", { class: name }, words));
  const scale = make(
    "div",
    { class: "scale" },
    make("span", {}, "0"),
    make("span", {}, `${shown(top)} and more`),
  );
  figure.replaceChildren(
    make("h3", {}, title),
    svg,
    scale,
    make("div", { class: "key" }, ...key),
    make("figcaption", { class: "quiet" }, why),
  );
}

/** @param {number[]} quantiles at 0, 1 … 100 % @param {number} value @returns {number} share of what does not exceed `value`, 0…1 */
export function shareBelow(quantiles, value) {
  const above = quantiles.findIndex((quantile) => quantile > value);
  if (above < 0) return 1;
  if (above === 0) return 0;
  const [low, high] = [quantiles[above - 1] ?? 0, quantiles[above] ?? 0];
  return (above - 1 + (value - low) / Math.max(high - low, 1e-9)) / (quantiles.length - 1);
}
