import { byId, make } from "../shared/dom.js";
import { read, sentence } from "./client.js";

/** @typedef {{sounds: number, p50_ms?: number, p95_ms?: number, p99_ms?: number}} Latency */
/** @typedef {{name: string, host: string, pid: number, warm: string[], since: string}} Worker */
/** @typedef {{at: string, process: string, message: string, cause: string | null}} Mishap */
/** @typedef {{queues: Record<string, number>, workers: Worker[], errors: Mishap[], latency: {render: Latency, answer: Latency}, disk: {data_bytes: number, models_bytes: number, free_bytes: number}}} Health */

/** @type {Record<string, string>} */
const WORDS = {
  web: "answers the pages",
  decode: "renders sounds",
  locate: "places dropped sounds",
  ingest: "reads files",
  train: "trains",
};
const SHOWN_ERRORS = 20;

/** @param {number} bytes */
function size(bytes) {
  return bytes > 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}

/** @param {Latency} latency */
function latency({ sounds, p50_ms, p95_ms }) {
  return sounds ? `${p50_ms?.toFixed(1)} ms, 1 in 20 over ${p95_ms?.toFixed(1)} ms` : "no sound yet";
}

/** @param {string} moment */
const clock = (moment) => new Date(moment).toLocaleString([], { dateStyle: "short", timeStyle: "medium" });

/** @param {string} name @param {string} value */
const number = (name, value) => make("div", {}, make("dt", {}, name), make("dd", {}, value));

/** @param {Worker} worker */
function workerLine({ name, host, pid, warm }) {
  const holds = warm.length ? `, holds ${warm.join(", ")}` : "";
  return make(
    "li",
    {},
    make("span", {}, `${name} ${pid}`),
    make("span", {}, `${WORDS[name] ?? ""} on ${host}${holds}`),
  );
}

/** @param {Mishap} mishap */
function errorLine({ at, process, message, cause }) {
  return make(
    "li",
    {},
    make("span", {}, `${clock(at)} · ${process}`),
    make("span", {}, cause ? `${message} (${cause})` : message),
  );
}

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
function show({ queues, workers, errors, latency: times, disk }) {
  const waiting = Object.entries(queues).filter(([, length]) => length);
  byId("health-numbers", HTMLElement).replaceChildren(
    number("Waiting", waiting.map(([queue, length]) => `${length} to ${queue}`).join(", ") || "nothing"),
    number("A sound, rendered", latency(times.render)),
    number("A sound, answered", latency(times.answer)),
    number(
      "Disk",
      `${size(disk.data_bytes)} data, ${size(disk.models_bytes)} models, ${size(disk.free_bytes)} free`,
    ),
  );
  byId("workers-title", HTMLElement).textContent = `${workers.length} processes`;
  byId("workers", HTMLElement).replaceChildren(...workers.map(workerLine));
  byId("errors-title", HTMLElement).textContent = errors.length
    ? `${errors.length} recent errors`
    : "No recent errors";
  byId("errors", HTMLElement).replaceChildren(...errors.slice(0, SHOWN_ERRORS).map(errorLine));
}
