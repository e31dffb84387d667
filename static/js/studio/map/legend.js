/** @import { Property } from "./shading.js" */
/** @import { Store } from "../store.js" */
import { part } from "../../shared/dom.js";
import { look } from "../state/kept.js";
import { shadingOf } from "./shown.js";

/** The property that the map's colours show, and whether landmarks sound under the pointer. @param {Store} store @param {HTMLElement} element */
export function legend(store, element) {
  const menu = part(element, "#shading", HTMLSelectElement);
  const audition = part(element, "#audition", HTMLButtonElement);
  menu.addEventListener("change", () =>
    store.dispatch(look, { shading: /** @type {Property} */ (menu.value) }),
  );
  audition.addEventListener("click", () => store.dispatch(look, { auditions: !store.get().view.auditions }));
  store.watch(
    ({ view }) => view,
    ({ shading, auditions }) => {
      menu.value = shading;
      audition.setAttribute("aria-pressed", String(auditions));
    },
  );
  store.watch(shadingOf, (shading) => {
    element.hidden = !shading;
    part(element, "#legend-low", HTMLElement).textContent = shading?.low ?? "";
    part(element, "#legend-high", HTMLElement).textContent = shading?.high ?? "";
  });
}
