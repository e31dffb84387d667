import { make } from "../../shared/dom.js";
import { counted, duration } from "../words.js";
import { playButton, playInTurn } from "./playbutton.js";

/** @typedef {{step: number, epoch: number, elapsed_s: number, sounds: {position: string, x: number, y: number, url: string}[]}} Preview */

/** A table of previews: down the time, across the positions on the map. */
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
    const buttons = previews.map(buttonsOf);
    this.table.replaceChildren(tableHead(previews[0], buttons), tableBody(previews, buttons));
  }
}

/** @param {Preview} preview */
const buttonsOf = ({ sounds, elapsed_s }) =>
  sounds.map(({ position, url }) => playButton(url, "▶", `Play ${position} after ${duration(elapsed_s)}`));

/** @param {Preview | undefined} first @param {HTMLButtonElement[][]} buttons a row for each preview */
function tableHead(first, buttons) {
  const heads = (first?.sounds ?? []).map(({ position }, column) => {
    const down = buttons.map((row) => row[column]).filter((button) => button !== undefined);
    return columnHead(position, down);
  });
  return make("thead", {}, make("tr", {}, make("td"), ...heads));
}

/** @param {string} position @param {HTMLButtonElement[]} buttons from first to last */
function columnHead(position, buttons) {
  const label = `Play ${position} from first to last`;
  const button = make("button", { class: "button bare", type: "button", "aria-label": label }, position);
  button.addEventListener("click", () => playInTurn(buttons));
  return make("th", { scope: "col" }, button);
}

/** @param {Preview[]} previews @param {HTMLButtonElement[][]} buttons */
function tableBody(previews, buttons) {
  const rows = previews.map((preview, i) => {
    const cells = (buttons[i] ?? []).map((button) => make("td", {}, button));
    return make("tr", {}, rowHead(preview), ...cells);
  });
  return make("tbody", {}, ...rows);
}

/** @param {Preview} preview */
function rowHead({ elapsed_s, epoch }) {
  const passes = make("small", {}, counted(epoch, "pass", "passes"));
  return make("th", { scope: "row" }, duration(elapsed_s), passes);
}
