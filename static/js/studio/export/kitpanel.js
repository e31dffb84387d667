/** @import { Store } from "../store.js" */
/** @import { KitOf } from "./kit.js" */
import { part } from "../../shared/dom.js";
import { addToKit, arrangeKit, drawKit, kitOf, setKitCount } from "../state/kit.js";
import { entriesOf, MOST } from "./kit.js";

const HINTS = {
  points: "Walk to a sound and add it, up to 64. All are shaped and saved as set here.",
  path: "Draw on the pad, or walk and add the corners one by one.",
};

/**
 * Buttons of which one is pressed.
 * @param {HTMLElement} element @param {string} name of their data attribute @param {(value: string) => void} onChoose
 * @returns {(value: string) => void} shows which one
 */
function choice(element, name, onChoose) {
  const buttons = /** @type {HTMLElement[]} */ ([...element.querySelectorAll(`[data-${name}]`)]);
  const choiceOf = (/** @type {HTMLElement} */ button) => button.getAttribute(`data-${name}`) ?? "";
  for (const button of buttons) button.addEventListener("click", () => onChoose(choiceOf(button)));
  return (value) => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(choiceOf(button) === value));
  };
}

/** Of what the kit is made and how its hits are arranged. @param {Store} store @param {HTMLElement} element */
export function kitChoices(store, element) {
  const showOf = choice(element, "kit-of", (of) => store.dispatch(kitOf, /** @type {KitOf} */ (of)));
  const showLayout = choice(element, "kit-layout", (layout) => store.dispatch(arrangeKit, layout));
  const field = part(element, "#kit-count", HTMLInputElement);
  field.addEventListener("input", () => store.dispatch(setKitCount, field.valueAsNumber));
  field.addEventListener("change", () => (field.value = String(store.get().kit.count)));
  store.watch(({ kit }) => kit.layout, showLayout);
  store.watch(
    ({ kit }) => kit.of,
    (of) => {
      showOf(of);
      part(element, "#kit-count-box", HTMLElement).hidden = of === "points";
    },
  );
}

/** Adding sounds to the kit one by one, and drawing a path. @param {Store} store @param {HTMLElement} element */
export function kitAdding(store, element) {
  const add = part(element, "#kit-add", HTMLButtonElement);
  const draw = part(element, "#kit-draw", HTMLButtonElement);
  const hint = part(element, "#kit-hint", HTMLElement);
  add.addEventListener("click", () => store.dispatch(addToKit));
  draw.addEventListener("click", () => store.dispatch(drawKit, !store.get().kit.drawing));
  store.watch(
    (state) => [state.kit.of, state.kit.drawing, entriesOf(state).length],
    () => {
      const { of, drawing } = store.get().kit;
      const { length } = entriesOf(store.get());
      part(add, "span", HTMLElement).textContent = of === "points" ? "Add this sound" : "Add this position";
      add.disabled = length >= MOST;
      draw.hidden = of === "points";
      draw.setAttribute("aria-pressed", String(drawing));
      hint.textContent = drawing ? "Draw a line on the pad now; Escape leaves it." : HINTS[of];
      hint.hidden = length > 0 && !drawing;
    },
  );
}
