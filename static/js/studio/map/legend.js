/** @import { Property, Shading } from "./shading.js" */
import { byId } from "../../shared/dom.js";
import { recall, remember } from "../../shared/storage.js";

const SHADED_BY = "drumscape-shading";
const AUDITION = "drumscape-audition";

/** What the map's colours stand for, and whether landmarks sound under the pointer; both are remembered. */
export class Legend {
  #menu = byId("shading", HTMLSelectElement);
  #switch = byId("audition", HTMLButtonElement);

  /** @param {() => void} onChange */
  constructor(onChange) {
    const saved = recall(SHADED_BY);
    if ([...this.#menu.options].some(({ value }) => value === saved)) this.#menu.value = saved ?? "";
    this.#switch.setAttribute("aria-pressed", String(recall(AUDITION) !== "off"));
    this.#menu.addEventListener("change", () => {
      remember(SHADED_BY, this.#menu.value);
      onChange();
    });
    this.#switch.addEventListener("click", () => {
      this.#switch.setAttribute("aria-pressed", String(!this.auditions));
      remember(AUDITION, this.auditions ? "on" : "off");
    });
  }

  get property() {
    return /** @type {Property} */ (this.#menu.value);
  }

  get auditions() {
    return this.#switch.getAttribute("aria-pressed") === "true";
  }

  /** @param {Shading | null} shading null while there is no map */
  show(shading) {
    byId("legend", HTMLElement).hidden = !shading;
    byId("legend-low", HTMLElement).textContent = shading?.low ?? "";
    byId("legend-high", HTMLElement).textContent = shading?.high ?? "";
  }
}
