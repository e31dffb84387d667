/** @import { Store } from "../store.js" */
/** @import { Entry } from "./kit.js" */
import { make, part } from "../../shared/dom.js";
import { removeFromKit } from "../state/kit.js";
import { goTo } from "../state/travel.js";
import { entriesOf } from "./kit.js";

/** @param {string} label @param {string} text @param {() => void} click */
const small = (label, text, click) =>
  make("button", { class: "button bare square", type: "button", "aria-label": label, click }, text);

/** The entries of the kit. Each has a button that goes to its sound, and one that removes it. @param {Store} store @param {HTMLElement} element */
export function kitList(store, element) {
  const list = part(element, "#kit-entries", HTMLElement);

  /** @param {Entry} entry @param {number} at */
  function item(entry, at) {
    const where = `${at + 1}, at ${entry.x.toFixed(2)}, ${entry.y.toFixed(2)}`;
    const visit = () => store.dispatch(goTo, { ...store.get().sound, ...entry });
    return make(
      "li",
      {},
      small(`Hear ${where}`, String(at + 1), visit),
      small(`Remove ${where}`, "×", () => remove(at)),
    );
  }

  /** The focus goes to the neighbour of what was removed. @param {number} at */
  function remove(at) {
    const focused = list.contains(document.activeElement);
    store.dispatch(removeFromKit, at);
    if (!focused) return;
    const left = list.querySelectorAll("li");
    const next = left[Math.min(at, left.length - 1)] ?? element;
    part(next, left.length ? "button:last-child" : "#kit-add", HTMLElement).focus();
  }

  store.watch(
    (state) => [entriesOf(state), state.kit.drawing],
    () => {
      const entries = entriesOf(store.get());
      list.hidden = entries.length === 0 || store.get().kit.drawing;
      list.replaceChildren(...entries.map(item));
    },
  );
}
