/** @import { Moment } from "./moments.js" */
/** @import { State } from "../store.js" */
import { themeColour } from "../../shared/colour.js";
import { byId, fitCanvas, make, repaintWith } from "../../shared/dom.js";
import { paintOutline } from "../playback/waveform.js";
import { nameOf, sketchOf, stateOf } from "./moments.js";

/** A row of small waveforms, each a way back to its sound. */
export class Strip {
  #element = byId("history", HTMLElement);
  /** @type {Map<string, HTMLButtonElement>} by link: an entry that stays is not drawn again */
  #entries = new Map();

  /** @param {(state: State) => void} onReturn */
  constructor(onReturn) {
    this.onReturn = onReturn;
    this.#element.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {Moment[]} moments @param {Set<string>} starred links of favourites @param {string} empty what to say when there are none */
  show(moments, starred, empty) {
    const entries = moments.map(
      (moment) => /** @type {const} */ ([moment.link, this.#entries.get(moment.link) ?? this.#entry(moment)]),
    );
    this.#entries = new Map(entries);
    for (const [link, entry] of entries) entry.classList.toggle("starred", starred.has(link));
    this.#element.replaceChildren(
      ...(entries.length ? this.#entries.values() : [make("p", { class: "quiet" }, empty)]),
    );
    this.#keepOneStop();
  }

  /** @param {string} link of the sound that is there now */
  mark(link) {
    for (const [known, entry] of this.#entries) entry.setAttribute("aria-current", String(known === link));
    this.#keepOneStop();
  }

  /** @param {Moment} moment */
  #entry(moment) {
    const state = stateOf(moment);
    const canvas = make("canvas");
    const back = () => this.onReturn(stateOf(moment));
    const entry = make(
      "button",
      { type: "button", "aria-label": `Back to ${nameOf(state)}`, title: nameOf(state), click: back },
      canvas,
    );
    const peaks = sketchOf(moment);
    repaintWith(canvas, () => {
      const fitted = fitCanvas(canvas);
      if (fitted)
        paintOutline(fitted.draw, peaks, fitted.width, fitted.height, themeColour(canvas, "--quiet"));
    });
    return entry;
  }

  /** One tab stop for all; arrows move along. @param {KeyboardEvent} event */
  #key(event) {
    const all = [...this.#entries.values()];
    const at = all.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    const steps = new Map([
      ["ArrowLeft", at - 1],
      ["ArrowRight", at + 1],
      ["Home", 0],
      ["End", all.length - 1],
    ]);
    const next = all[Math.min(all.length - 1, Math.max(0, steps.get(event.key) ?? -1))];
    if (at < 0 || !steps.has(event.key) || !next || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    for (const entry of all) entry.tabIndex = entry === next ? 0 : -1;
    next.focus();
  }

  #keepOneStop() {
    const all = [...this.#entries.values()];
    const stop =
      all.find((entry) => entry === document.activeElement) ??
      all.find((entry) => entry.ariaCurrent === "true") ??
      all[0];
    for (const entry of all) entry.tabIndex = entry === stop ? 0 : -1;
  }
}
