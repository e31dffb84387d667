/** @import { Choice } from "./choice.js" */
/** @import { Preview } from "./listen.js" */
/** @import { FileRow } from "./row.js" */
import { byId } from "../../shared/dom.js";
import { read } from "../client.js";
import { fileItem } from "./row.js";

/** @typedef {FileRow & {attack_s: number | null, decay_s: number | null}} Timed */

const PAGE = 20;
const TYPING_MS = 200;

/** The report, a page at a time: the server searches and cuts, so that twenty thousand files are as quick as twenty. */
export class Files {
  #list = byId("files", HTMLElement);
  #form = byId("search-form", HTMLFormElement);
  #back = byId("files-back", HTMLButtonElement);
  #on = byId("files-on", HTMLButtonElement);
  #offset = 0;
  #turn = 0;
  #timer = 0;

  /** @param {string} url @param {Preview} preview @param {Choice | null} choice @param {(error: unknown, retry: () => void) => void} onError */
  constructor(url, preview, choice, onError) {
    this.url = url;
    this.preview = preview;
    this.choice = choice;
    this.onError = onError;
    this.#form.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.show(0), TYPING_MS);
    });
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.#back.addEventListener("click", () => void this.show(this.#offset - PAGE));
    this.#on.addEventListener("click", () => void this.show(this.#offset + PAGE));
  }

  /** @param {number} offset of the first file on the page */
  async show(offset) {
    this.#turn += 1;
    const turn = this.#turn;
    const query = new URLSearchParams({ offset: String(offset), limit: String(PAGE) });
    for (const [name, value] of new FormData(this.#form)) if (value) query.set(name, String(value));
    try {
      const { count, results } = await read(`${this.url}?${query}`);
      if (turn === this.#turn) this.#fill(offset, count, results);
    } catch (error) {
      this.onError(error, () => void this.show(offset));
    }
  }

  /** @param {number} offset @param {number} count @param {Timed[]} rows */
  #fill(offset, count, rows) {
    this.#offset = offset;
    this.#list.replaceChildren(...rows.map((row) => fileItem(row, words(row), this.preview, this.choice)));
    byId("files-count", HTMLElement).textContent = count
      ? `${offset + 1} to ${offset + rows.length} of ${count}`
      : "No file matches.";
    this.#back.disabled = offset === 0;
    this.#on.disabled = offset + rows.length >= count;
  }
}

/** @param {Timed} row */
function words({ status, message, duration_s, attack_s, decay_s }) {
  if (status === "refused") return `Refused. ${message}`;
  const parts = [duration_s === null || duration_s === undefined ? "" : `${duration_s.toFixed(2)} s`];
  if (attack_s !== null && decay_s !== null)
    parts.push(`peaks after ${Math.round(1000 * attack_s)} ms, rings for ${decay_s.toFixed(2)} s`);
  return parts.filter(Boolean).join(", ");
}
