/** @import { Services } from "../panels.js" */
/** @import { Store } from "../store.js" */
import { part } from "../../shared/dom.js";
import { originalOf, sideOf } from "../state/selectors.js";

/** The sample against what the model makes of it. @param {Store} store @param {HTMLElement} element @param {Services} services */
export function compare(store, element, { commands }) {
  const original = part(element, "#hear-original", HTMLButtonElement);
  const yours = part(element, "#hear-yours", HTMLButtonElement);
  original.addEventListener("click", () => commands.hear("original"));
  yours.addEventListener("click", () => commands.hear("yours"));
  store.watch(originalOf, (sound) => (element.hidden = !sound));
  store.watch(sideOf, (side) => {
    original.setAttribute("aria-pressed", String(side === "original"));
    yours.setAttribute("aria-pressed", String(side === "yours"));
  });
}
