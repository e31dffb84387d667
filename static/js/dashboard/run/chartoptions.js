/** @import { Losses } from "../client.js" */
/** @import { AlignedData, Options } from "uplot" */
import { short } from "../words.js";

const FONT = "12px system-ui, sans-serif";
const WHOLE_PASSES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];
const FEW_PASSES = 3; // so few make no line, so that their points are drawn

const LINES = [
  { name: "val_loss", label: "on sounds kept aside", token: "--own" },
  { name: "loss", label: "on sounds it learns from", token: "--accent-line" },
];

/** Tokens of the theme that the chart is drawn in. */
export const TOKENS = ["--quiet", "--line", ...LINES.map(({ token }) => token)];

/** What the chart shows, as a text that differs when there is more. @param {Losses} losses @param {unknown[]} marks */
export const stateOf = ({ epoch }, marks) => `${epoch?.length} ${epoch?.at(-1)} ${marks.length}`;

/** A line for each loss over the passes; empty where there is no such loss. @param {Losses} losses @returns {AlignedData} */
export function chartData(losses) {
  const passes = /** @type {number[]} */ (losses.epoch ?? []);
  return [passes, ...LINES.map(({ name }) => losses[name] ?? passes.map(() => null))];
}

/** @param {unknown} _plot @param {number | null} value */
const valueText = (_plot, value) => (value === null ? "–" : short(value));

/**
 * @param {(token: string) => string} colour of the theme
 * @returns {Pick<Options, "scales" | "cursor" | "axes" | "series">}
 */
export function chartOptions(colour) {
  return {
    scales: { x: { time: false } },
    cursor: { drag: { x: false, y: false } },
    axes: axes(colour),
    series: [{ label: "Pass", value: valueText }, ...LINES.map((line) => series(line, colour))],
  };
}

/** @param {(token: string) => string} colour */
function axes(colour) {
  const axis = { stroke: colour("--quiet"), font: FONT, ticks: { show: false } };
  const grid = { stroke: colour("--line"), width: 1 };
  return [
    { ...axis, grid: { show: false }, incrs: WHOLE_PASSES },
    { ...axis, grid, size: 56 },
  ];
}

/** @param {typeof LINES[number]} line @param {(token: string) => string} colour */
function series({ label, token }, colour) {
  const points = { show: (/** @type {{data: AlignedData}} */ { data }) => data[0].length < FEW_PASSES };
  return { label, value: valueText, stroke: colour(token), width: 1.75, points };
}
