/** @import { Services } from "../panels.js" */
/** @import { Store } from "../store.js" */
import { part, showFill } from "../../shared/dom.js";
import { setLevel } from "../state/kept.js";

/** @typedef {{level: number, muted: boolean}} LevelSetting level: 0…1 */

const USUAL = 0.9;

/** @param {unknown} value what was kept @returns {LevelSetting} */
export function readLevel(value) {
  const { level, muted } = /** @type {Record<string, unknown>} */ (value ?? {});
  const known = typeof level === "number" && level >= 0 && level <= 1;
  return { level: known ? level : USUAL, muted: muted === true };
}

/** How loud the page is, and whether it is silent. @param {Store} store @param {HTMLElement} element @param {Services} services */
export function level(store, element, { commands }) {
  const slider = part(element, "#level", HTMLInputElement);
  const mute = part(element, "#mute", HTMLButtonElement);
  slider.addEventListener(
    "input",
    () => store.dispatch(setLevel, { level: slider.valueAsNumber, muted: false }), // moving the level unmutes
  );
  mute.addEventListener("click", () => commands.mute());
  store.watch(
    ({ kept }) => kept.level,
    ({ level, muted }) => {
      slider.valueAsNumber = level;
      showFill(slider);
      mute.setAttribute("aria-pressed", String(muted));
      slider.setAttribute("aria-valuetext", muted ? "muted" : `${Math.round(100 * level)} per cent`);
    },
  );
}
