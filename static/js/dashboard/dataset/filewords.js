/** @import { FileRow } from "./row.js" */
import { milliseconds } from "../words.js";

/** @typedef {FileRow & {attack_s: number | null, decay_s: number | null}} Timed */

/** What became of a file, and how it sounds. @param {Pick<Timed, "status" | "message" | "duration_s" | "attack_s" | "decay_s">} row */
export function fileWords({ status, message, duration_s, attack_s, decay_s }) {
  if (status === "refused") return `Refused. ${message}`;
  const length = typeof duration_s === "number" ? `${duration_s.toFixed(2)} s` : "";
  const course =
    attack_s !== null && decay_s !== null
      ? `peaks after ${milliseconds(attack_s)}, rings for ${decay_s.toFixed(2)} s`
      : "";
  return [length, course].filter(Boolean).join(", ");
}

/** What goes on after the length of an original. @param {Pick<FileRow, "rate_hz" | "channels" | "peak_dbfs">} row */
export function originalFacts({ rate_hz, channels, peak_dbfs }) {
  if (!rate_hz) return "";
  const rate = (rate_hz / 1000).toLocaleString([], { maximumFractionDigits: 3 });
  const first = channels === 1 ? "mono" : `first of ${channels} channels`;
  return `, ${rate} kHz, ${first}, peak ${peak_dbfs?.toFixed(1) ?? "–"} dB`;
}

/** Which files of a list the page shows. @param {number} offset of the first @param {number} shown @param {number} count all that match */
export const rangeWords = (offset, shown, count) =>
  count ? `${offset + 1} to ${offset + shown} of ${count}` : "No file matches.";
