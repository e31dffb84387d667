/** @import { Pattern } from "./grooves.js" */
import { byId, make } from "../../shared/dom.js";
import { GROOVES, grooveOf, readPattern } from "./grooves.js";
import { playable, Tempo } from "./tempo.js";

/** @typedef {{tempo: number, swing: number, pattern: Pattern}} BeatSetting tempo in beats a minute, swing in per cent */

const STRAIGHT = 50;
const MOST_SWING = 75;
const YOUR_OWN = "";

/** @param {unknown} value what was kept @returns {BeatSetting} with the first ready groove for what is missing or broken */
export function readBeat(value) {
  const given = /** @type {Record<string, unknown>} */ (value ?? {});
  const [first] = GROOVES;
  if (!first) throw new TypeError("There is no groove");
  const tempo = typeof given.tempo === "number" ? playable(given.tempo) : first.tempo;
  const swing =
    typeof given.swing === "number" ? Math.min(MOST_SWING, Math.max(STRAIGHT, given.swing)) : first.swing;
  return { tempo, swing, pattern: readPattern(given.pattern) ?? first.pattern };
}

/** Tempo, swing and ready grooves. */
export class BeatPanel {
  #swing = byId("swing", HTMLInputElement);
  #swingValue = byId("swing-value", HTMLOutputElement);
  #groove = byId("groove", HTMLSelectElement);

  /** @param {(change: Partial<BeatSetting>) => void} onChange */
  constructor(onChange) {
    this.tempo = new Tempo((tempo) => onChange({ tempo }));
    this.#swing.addEventListener("input", () => onChange({ swing: this.#swing.valueAsNumber }));
    const yours = make("option", { value: YOUR_OWN, hidden: true }, "Your own");
    this.#groove.append(yours, ...GROOVES.map(({ name }) => make("option", { value: name }, name)));
    this.#groove.addEventListener("change", () => {
      const ready = GROOVES.find(({ name }) => name === this.#groove.value);
      if (ready) onChange({ pattern: ready.pattern, tempo: ready.tempo, swing: ready.swing });
      this.#groove.blur(); // the space bar plays again
    });
  }

  /** @param {BeatSetting} setting */
  show({ tempo, swing, pattern }) {
    this.tempo.show(tempo);
    this.#swing.valueAsNumber = swing;
    this.#swing.style.setProperty("--fill", `${(100 * (swing - STRAIGHT)) / (MOST_SWING - STRAIGHT)}%`);
    this.#swing.setAttribute("aria-valuetext", swing === STRAIGHT ? "straight" : `${swing} per cent`);
    this.#swingValue.textContent = `${swing} %`;
    this.#groove.value = grooveOf(pattern)?.name ?? YOUR_OWN;
  }
}
