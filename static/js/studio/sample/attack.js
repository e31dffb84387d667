/** @import { Services } from "../panels.js" */
/** @import { Store } from "../store.js" */
import { part, showFill } from "../../shared/dom.js";
import { keepAttack, setSplit } from "../state/hearing.js";
import { keepsAttack, originalOf } from "../state/selectors.js";

/** The attack of the sample on the body that the model makes: a switch, and the split. @param {Store} store @param {HTMLElement} element @param {Services} services */
export function attack(store, element, { player }) {
  const button = part(element, "#attack", HTMLButtonElement);
  const split = part(element, "#split", HTMLInputElement);
  button.addEventListener("click", () => {
    store.dispatch(keepAttack, !keepsAttack(store.get()));
    player.follow();
  });
  split.addEventListener("input", () => {
    store.dispatch(setSplit, split.valueAsNumber);
    player.follow();
  });
  store.watch(originalOf, (original) => (element.hidden = !original));
  store.watch(keepsAttack, (on) => {
    button.setAttribute("aria-pressed", String(on));
    split.disabled = !on;
    part(element, "#attack-note", HTMLElement).hidden = !on;
  });
  store.watch(
    ({ hearing }) => hearing.splitMs,
    (splitMs) => {
      split.valueAsNumber = splitMs;
      showFill(split);
      part(element, "#split-value", HTMLElement).textContent = `${splitMs} ms`;
      split.setAttribute("aria-valuetext", `${splitMs} milliseconds of your attack`);
    },
  );
}
