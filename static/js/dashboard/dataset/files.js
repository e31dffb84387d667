/** @import { Timed } from "./filewords.js" */
/** @import { Tools } from "./row.js" */
import { byId } from "../../shared/dom.js";
import { read } from "../client.js";
import { fileWords, rangeWords } from "./filewords.js";
import { fileItem } from "./row.js";

const PAGE = 20;
const TYPING_MS = 200;

/** The report, a page at a time: the server searches and cuts, so that twenty thousand files are as quick as twenty. */
export class Files {
  #list = byId("files", HTMLElement);
  #form = byId("search-form", HTMLFormElement);
  #count = byId("files-count", HTMLElement);
  #back = byId("files-back", HTMLButtonElement);
  #on = byId("files-on", HTMLButtonElement);
  #offset = 0;
  #turn = 0;
  #timer = 0;

  /** @param {string} url @param {Tools} tools @param {(error: unknown, retry: () => void) => void} onError */
  constructor(url, tools, onError) {
    this.url = url;
    this.tools = tools;
    this.onError = onError;
    this.#form.addEventListener("input", () => this.#typed());
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.#back.addEventListener("click", () => void this.show(this.#offset - PAGE));
    this.#on.addEventListener("click", () => void this.show(this.#offset + PAGE));
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.show(0), TYPING_MS);
  }

  /** @param {number} offset of the first file on the page */
  async show(offset) {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const { count, results } = await read(`${this.url}?${this.#query(offset)}`);
      if (turn === this.#turn) this.#fill(offset, count, results);
    } catch (error) {
      this.onError(error, () => void this.show(offset));
    }
  }

  /** @param {number} offset */
  #query(offset) {
    const query = new URLSearchParams({ offset: String(offset), limit: String(PAGE) });
    for (const [name, value] of new FormData(this.#form)) if (value) query.set(name, String(value));
    return query;
  }

  /** @param {number} offset @param {number} count @param {Timed[]} rows */
  #fill(offset, count, rows) {
    this.#offset = offset;
    this.#list.replaceChildren(...rows.map((row) => fileItem(row, fileWords(row), this.tools)));
    this.#count.textContent = rangeWords(offset, rows.length, count);
    this.#back.disabled = offset === 0;
    this.#on.disabled = offset + rows.length >= count;
  }
}
