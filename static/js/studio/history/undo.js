/** @import { Store } from "../store.js" */
import { part } from "../../shared/dom.js";
import { beginGesture, redo, undo } from "../state/steps.js";

const GESTURES = ["pointerdown", "keydown", "click", "change", "drop"];

/** Fields undo their own typing. @param {EventTarget | null} target */
const isText = (target) =>
  target instanceof HTMLElement &&
  target.matches("textarea, input:not([type=range], [type=checkbox], [type=radio], [type=file])");

/** Steps back and forth through what was played. @param {Store} store @param {HTMLElement} element */
export function undoButtons(store, element) {
  const back = part(element, "#undo", HTMLButtonElement);
  const forth = part(element, "#redo", HTMLButtonElement);
  back.addEventListener("click", () => store.dispatch(undo));
  forth.addEventListener("click", () => store.dispatch(redo));
  store.watch(
    ({ steps }) => [steps.past.length, steps.future.length],
    ([past, future]) => {
      back.disabled = past === 0;
      forth.disabled = future === 0;
    },
  );
}

/** Each gesture on the page begins a step of its own; control Z and Y travel. @param {Store} store */
export function listenForUndo(store) {
  for (const gesture of GESTURES)
    addEventListener(
      gesture,
      (event) => {
        if (!(event instanceof KeyboardEvent && event.repeat)) store.dispatch(beginGesture);
      },
      { capture: true },
    );
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || isText(event.target)) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && (key !== "y" || event.metaKey)) return;
    event.preventDefault();
    store.dispatch(key === "y" || event.shiftKey ? redo : undo);
  });
}
