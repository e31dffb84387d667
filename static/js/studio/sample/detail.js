/** @import { Store } from "../store.js" */
import { part, showFill } from "../../shared/dom.js";
import { setAmount } from "../state/travel.js";

/** @param {number} percent @returns {string} */
function words(percent) {
  if (percent === 0) return "0 percent, typical of this location";
  return percent === 100 ? "100 percent, your sample" : `${percent} percent from typical to your sample`;
}

/** Fades between the typical sound of a position and the detail of the sample. @param {Store} store @param {HTMLElement} element */
export function detail(store, element) {
  const slider = part(element, "#detail", HTMLInputElement);
  const output = part(element, "#detail-value", HTMLOutputElement);
  slider.addEventListener("input", () => store.dispatch(setAmount, slider.valueAsNumber));
  store.watch(
    ({ character }) => character,
    ({ whole, amount }) => {
      element.hidden = !whole;
      slider.valueAsNumber = amount;
      showFill(slider);
      output.textContent = `${amount} %`;
      slider.setAttribute("aria-valuetext", words(amount));
    },
  );
}
