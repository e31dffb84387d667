/** @import { Property } from "./shading.js" */
/** @import { Store } from "../store.js" */
import { part } from "../../shared/dom.js";
import { look } from "../state/kept.js";
import { hasPitch, shadedBy, shadingOf } from "./shown.js";

/** The property that the map's colours show, and whether landmarks sound under the pointer. @param {Store} store @param {HTMLElement} element */
export function legend(store, element) {
  const menu = part(element, "#shading", HTMLSelectElement);
  const audition = part(element, "#audition", HTMLButtonElement);
  menu.addEventListener("change", () =>
    store.dispatch(look, { shading: /** @type {Property} */ (menu.value) }),
  );
  audition.addEventListener("click", () => store.dispatch(look, { auditions: !store.get().view.auditions }));
  const pitch = part(menu, "[value=pitch]", HTMLOptionElement);
  store.watch(
    (state) => [shadedBy(state), hasPitch(state), state.view.auditions],
    ([shading, moves, auditions]) => {
      pitch.hidden = pitch.disabled = !moves; // not every map moves pitch
      menu.value = String(shading);
      audition.setAttribute("aria-pressed", String(auditions));
    },
  );
  store.watch(shadingOf, (shading) => {
    element.hidden = !shading;
    part(element, "#legend-low", HTMLElement).textContent = shading?.low ?? "";
    part(element, "#legend-high", HTMLElement).textContent = shading?.high ?? "";
  });
}
