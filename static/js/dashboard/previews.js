import { make } from "../shared/dom.js";
import { playButton, playInTurn } from "./listen.js";
import { duration } from "./words.js";

/** @typedef {{step: number, epoch: number, elapsed_s: number, sounds: {place: string, x: number, y: number, url: string}[]}} Preview */

/** A table of sounds: down the time, across the places of the map. */
export class Previews {
  #shown = "";

  /** @param {HTMLElement} section hidden while there is nothing to hear @param {HTMLTableElement} table */
  constructor(section, table) {
    this.section = section;
    this.table = table;
  }

  /** @param {Preview[]} previews oldest first */
  show(previews) {
    this.section.hidden = previews.length === 0;
    const steps = previews.map(({ step }) => step).join();
    if (steps === this.#shown) return;
    this.#shown = steps;
    const rows = previews.map((preview) =>
      preview.sounds.map(({ place, url }) =>
        playButton(url, "▶", `Play ${place} after ${duration(preview.elapsed_s)}`),
      ),
    );
    const heads = (previews[0]?.sounds ?? []).map(({ place }, column) =>
      this.#columnHead(
        place,
        rows.map((row) => row[column]),
      ),
    );
    const lines = previews.map((preview, i) =>
      make("tr", {}, rowHead(preview), ...(rows[i] ?? []).map((button) => make("td", {}, button))),
    );
    this.table.replaceChildren(
      make("thead", {}, make("tr", {}, make("td"), ...heads)),
      make("tbody", {}, ...lines),
    );
  }

  /** @param {string} place @param {(HTMLButtonElement | undefined)[]} buttons */
  #columnHead(place, buttons) {
    const button = make(
      "button",
      { class: "button bare", type: "button", "aria-label": `Play ${place} from first to last` },
      place,
    );
    button.addEventListener("click", () => playInTurn(buttons.filter((one) => one !== undefined)));
    return make("th", { scope: "col" }, button);
  }
}

/** @param {Preview} preview */
function rowHead({ elapsed_s, epoch }) {
  return make(
    "th",
    { scope: "row" },
    duration(elapsed_s),
    make("small", {}, epoch === 1 ? "1 pass" : `${epoch} passes`),
  );
}
