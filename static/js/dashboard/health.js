import { byId, make } from "../shared/dom.js";
import { read, sentence } from "./client.js";
import { diskSize } from "./words.js";

/** @typedef {{sounds: number, p50_ms?: number, p95_ms?: number, p99_ms?: number}} Latency */
/** @typedef {{name: string, done: string, is_late: boolean}} Duty */
/** @typedef {{name: string, host: string, pid: number, warm: string[], since: string, duties: Duty[]}} Worker */
/** @typedef {{at: string, process: string, message: string, cause: string | null}} Mishap */
/** @typedef {{queues: Record<string, number>, workers: Worker[], errors: Mishap[], latency: {render: Latency, answer: Latency}, disk: {data_bytes: number, models_bytes: number, free_bytes: number}}} Health */

/** @type {Record<string, string>} */
const DUTIES = {
  web: "answers the pages",
  decode: "renders sounds",
  locate: "locates samples",
  judge: "judges versions",
  ingest: "reads files",
  train: "trains",
};
const SHOWN_ERRORS = 20;

/** @param {Latency} latency */
export function latencyWords({ sounds, p50_ms, p95_ms }) {
  return sounds ? `${p50_ms?.toFixed(1)} ms, 1 in 20 over ${p95_ms?.toFixed(1)} ms` : "no sound yet";
}

/** @param {Record<string, number>} queues how many jobs wait in each */
export function waitingWords(queues) {
  const waiting = Object.entries(queues).filter(([, length]) => length);
  return waiting.map(([queue, length]) => `${length} to ${queue}`).join(", ") || "nothing";
}

/** @param {Health["disk"]} disk */
export const diskWords = ({ data_bytes, models_bytes, free_bytes }) =>
  `${diskSize(data_bytes)} data, ${diskSize(models_bytes)} models, ${diskSize(free_bytes)} free`;

/** @param {Pick<Worker, "name" | "host" | "warm" | "duties">} worker */
export function workerWords({ name, host, warm, duties }) {
  const holds = warm.length ? `, holds ${warm.join(", ")}` : "";
  const late = duties
    .filter((duty) => duty.is_late)
    .map((duty) => `, no ${duty.name} for a minute: restart it`);
  return `${DUTIES[name] ?? ""} on ${host}${holds}${late.join("")}`;
}

/** @param {string} moment */
const clock = (moment) => new Date(moment).toLocaleString([], { dateStyle: "short", timeStyle: "medium" });

/** @param {string} name @param {string} value */
const number = (name, value) => make("div", {}, make("dt", {}, name), make("dd", {}, value));

/** @param {string} what @param {string} words */
const line = (what, words) => make("li", {}, make("span", {}, what), make("span", {}, words));

/** @param {Mishap} mishap */
const errorLine = ({ at, process, message, cause }) =>
  line(`${clock(at)} · ${process}`, cause ? `${message} (${cause})` : message);

/** Queues, workers, times and disk; reads them anew. */
export async function showHealth() {
  const problem = byId("health-problem", HTMLElement);
  try {
    show(/** @type {Health} */ (await read("/api/health/")));
    problem.textContent = "";
  } catch (error) {
    problem.textContent = sentence(error);
  }
}

/** @param {Health} health */
function show(health) {
  byId("health-numbers", HTMLElement).replaceChildren(...numbers(health));
  showWorkers(health.workers);
  showErrors(health.errors);
}

/** @param {Health} health */
const numbers = ({ queues, latency, disk }) => [
  number("Waiting", waitingWords(queues)),
  number("A sound, rendered", latencyWords(latency.render)),
  number("A sound, answered", latencyWords(latency.answer)),
  number("Disk", diskWords(disk)),
];

/** @param {Worker[]} workers */
function showWorkers(workers) {
  byId("workers-title", HTMLElement).textContent = `${workers.length} processes`;
  const lines = workers.map((worker) => line(`${worker.name} ${worker.pid}`, workerWords(worker)));
  byId("workers", HTMLElement).replaceChildren(...lines);
}

/** @param {Mishap[]} errors the latest first */
function showErrors(errors) {
  const title = errors.length ? `${errors.length} recent errors` : "No recent errors";
  byId("errors-title", HTMLElement).textContent = title;
  byId("errors", HTMLElement).replaceChildren(...errors.slice(0, SHOWN_ERRORS).map(errorLine));
}
