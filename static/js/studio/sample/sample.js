/** @import { Match } from "../../shared/api.js" */
/** @import { Played } from "../store.js" */
import { locate, Problem } from "../../shared/api.js";
import { byId } from "../../shared/dom.js";
import { Notice } from "../../shared/notice.js";
import { decode } from "../playback/sounds.js";
import { playSame } from "../store.js";

/** Mean difference in dB up to which a match is called so, and what that means to the ear: measured over 0.74 s. */
const MATCHES = /** @type {const} */ ([
  [1.2, "very close match", "About as near as two hits of one drum."],
  [2.7, "close match", "Nearer than most drums are to their nearest neighbour."],
  [4.2, "fair match", "The character is there, the fine print differs."],
  [Infinity, "distant match", "The outline is there; Refine may come closer."],
]);
const BEYOND = [
  "outside what this model knows",
  "This is the nearest it can play: try Refine, or keep your attack.",
];

/** @typedef {Played & {file: File, match: Match, refined: boolean}} Found */

/** A match in a musician's words, and what they mean. @param {Match} match @returns {[string, string]} */
export function describe({ fit_db: fit, outside }) {
  const [, words, meaning] = MATCHES.find(([most]) => fit <= most) ?? MATCHES[3];
  const [said, advice] = outside ? BEYOND : [words, meaning];
  return [`${said} · ${fit.toFixed(1)} dB`, advice ?? ""];
}

/** The panel of the user's own sample: from the dropped file to its place on the map. */
export class Sample {
  #notice = new Notice("sample-error");
  #name = byId("sample-name", HTMLElement);
  #match = byId("sample-match", HTMLElement);
  #panel = byId("sample", HTMLElement);
  #refine = byId("refine", HTMLButtonElement);
  #turn = 0; // a newer drop, or another map, makes an older answer void
  /** @type {File | null} on its way */
  #sought = null;
  /** @type {Found[]} of one file, one for each map that it was looked for on, the newest last */
  #found = [];

  /**
   * @param {() => Played} played
   * @param {(match: Match, original: AudioBuffer | null, file: File) => void} onFound
   */
  constructor(played, onFound) {
    this.played = played;
    this.onFound = onFound;
    this.#refine.addEventListener("click", () => this.#here && void this.take(this.#here.file, true));
  }

  /** @param {File} file @param {boolean} [refine] search longer for a closer match */
  async take(file, refine = false) {
    this.#turn += 1;
    this.#sought = file;
    const [turn, { model, version }] = [this.#turn, this.played()];
    this.#show("searching", file.name, refine ? "listening closer…" : "finding its place…");
    try {
      const [match, original] = await Promise.all([
        locate({ model, version }, file, refine),
        readOriginal(file),
      ]);
      if (turn !== this.#turn) return;
      this.#sought = null;
      const found = { file, match, refined: refine, model, version };
      this.#found = [...this.#found.filter((one) => one.file === file && one !== this.#here), found];
      this.#report(found);
      this.onFound(match, original, file);
    } catch (error) {
      if (turn === this.#turn) this.#fail(file, refine, error);
    }
  }

  /** Finds the same sample on the map that was just chosen. */
  again() {
    if (this.#file) void this.take(this.#file);
  }

  /** The studio went back to another map, to a place of its own. @returns {Match | null} what was found there before */
  revisit() {
    const [file, here] = [this.#file, this.#here];
    this.#turn += 1;
    this.#sought = null;
    if (here) this.#report(here);
    else if (file)
      this.#show(
        "elsewhere",
        file.name,
        "not looked for on this map",
        "Drop it again to find its place here.",
      );
    return here?.match ?? null;
  }

  get #file() {
    return this.#sought ?? this.#found.at(-1)?.file ?? null;
  }

  /** What was found on the map that is played now. */
  get #here() {
    return this.#found.find((one) => playSame(one, this.played())) ?? null;
  }

  /** @param {Found} found */
  #report({ file, match, refined }) {
    this.#show("found", file.name, ...describe(match));
    this.#refine.hidden = refined;
  }

  /** @param {string} state @param {string} name @param {string} words @param {string} [advice] */
  #show(state, name, words, advice = "") {
    this.#notice.clear();
    this.#refine.hidden = true;
    this.#panel.dataset.state = state;
    byId("sample-empty", HTMLElement).hidden = true;
    byId("sample-found", HTMLElement).hidden = false;
    this.#name.textContent = name;
    this.#name.title = name;
    this.#match.textContent = words;
    byId("sample-advice", HTMLElement).textContent = advice;
  }

  /** The sample that was found before stays, with its report. @param {File} file @param {boolean} refine @param {unknown} error */
  #fail(file, refine, error) {
    this.#sought = null;
    if (this.#here) this.#report(this.#here);
    else this.#show("failed", file.name, "");
    const another = this.#here && file !== this.#here.file && error instanceof Problem;
    this.#notice.show(
      another ? new Problem(`${file.name}: ${error.message}`, error.status, error.members) : error,
      () => void this.take(file, refine),
    );
  }
}

/**
 * The file as this browser reads it, to compare by ear; null for formats that only the studio reads.
 * @param {File} file
 */
async function readOriginal(file) {
  return decode(await file.arrayBuffer()).catch(() => null);
}
