/** @import { Moment } from "./moments.js" */
/** @import { SoundAddress } from "../state/state.js" */
import { themeColour } from "../../shared/colour.js";
import { fitCanvas, make, repaintWith } from "../../shared/dom.js";
import { paintOutline } from "../playback/outline.js";
import { nameOf, sketchOf, soundOf } from "./moments.js";

/** A row of small waveforms, each a way back to its sound. */
export class Strip {
  /** @type {Map<string, {button: HTMLButtonElement, end: () => void}>} by link: an entry that stays is not drawn again */
  #entries = new Map();

  /** @param {HTMLElement} element @param {(sound: SoundAddress) => void} onReturn */
  constructor(element, onReturn) {
    this.element = element;
    this.onReturn = onReturn;
    this.element.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {Moment[]} moments @param {Set<string>} starred links of favourites @param {string} empty what to say when there are none */
  show(moments, starred, empty) {
    const entries = moments.map(
      (moment) => /** @type {const} */ ([moment.link, this.#entries.get(moment.link) ?? this.#entry(moment)]),
    );
    const before = this.#entries;
    this.#entries = new Map(entries);
    for (const [link, { end }] of before) if (!this.#entries.has(link)) end();
    for (const [link, { button }] of entries) button.classList.toggle("starred", starred.has(link));
    this.element.replaceChildren(
      ...(entries.length ? this.#buttons : [make("p", { class: "quiet" }, empty)]),
    );
    this.#keepOneStop();
  }

  /** @param {string} link of the sound that is there now */
  mark(link) {
    for (const [known, { button }] of this.#entries)
      button.setAttribute("aria-current", String(known === link));
    this.#keepOneStop();
  }

  get #buttons() {
    return [...this.#entries.values()].map(({ button }) => button);
  }

  /** @param {Moment} moment */
  #entry(moment) {
    const sound = soundOf(moment);
    const canvas = make("canvas");
    const back = () => this.onReturn(sound);
    const button = make(
      "button",
      { type: "button", "aria-label": `Back to ${nameOf(sound)}`, title: nameOf(sound), click: back },
      canvas,
    );
    const peaks = sketchOf(moment);
    const end = repaintWith(canvas, () => {
      const fitted = fitCanvas(canvas);
      if (fitted)
        paintOutline(fitted.draw, peaks, fitted.width, fitted.height, themeColour(canvas, "--quiet"));
    });
    return { button, end };
  }

  /** One tab stop for all; arrows move along. @param {KeyboardEvent} event */
  #key(event) {
    const all = this.#buttons;
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
    const all = this.#buttons;
    const stop =
      all.find((entry) => entry === document.activeElement) ??
      all.find((entry) => entry.ariaCurrent === "true") ??
      all[0];
    for (const entry of all) entry.tabIndex = entry === stop ? 0 : -1;
  }
}
