/** @import { State } from "./store.js" */
import { soundUrl } from "../shared/api.js";
import { byId } from "../shared/dom.js";
import { Steps } from "./steps.js";

const GESTURES = ["pointerdown", "keydown", "click", "change", "drop"];

/** Steps back and forth through what was set. All that one gesture changes, a whole drag or a held key, is one step. */
export class Undo {
  /** @type {Steps<State>} */
  #steps = new Steps();
  #travelling = false;
  #undo = byId("undo", HTMLButtonElement);
  #redo = byId("redo", HTMLButtonElement);

  /** @param {() => State} state @param {(state: State) => void} onReturn must set the state before it returns */
  constructor(state, onReturn) {
    this.state = state;
    this.onReturn = onReturn;
    this.#undo.addEventListener("click", () => this.#travel(this.#steps.undo(state())));
    this.#redo.addEventListener("click", () => this.#travel(this.#steps.redo(state())));
    addEventListener("keydown", (event) => this.#key(event));
    for (const gesture of GESTURES)
      addEventListener(gesture, (event) => this.#begin(event), { capture: true });
  }

  /** @param {State} state @param {State} before */
  changed(state, before) {
    if (this.#travelling || !before.version || soundUrl(state) === soundUrl(before)) return;
    this.#steps.changed(before);
    this.#show();
  }

  /** Forgets all steps: what the page set by itself is none. */
  reset() {
    this.#steps.reset();
    this.#show();
  }

  /** @param {Event} event */
  #begin(event) {
    if (!(event instanceof KeyboardEvent && event.repeat)) this.#steps.begin();
  }

  /** @param {State | undefined} state */
  #travel(state) {
    if (!state) return;
    this.#travelling = true;
    this.onReturn(state);
    this.#travelling = false;
    this.#show();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || isText(event.target)) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && (key !== "y" || event.metaKey)) return;
    event.preventDefault();
    (key === "y" || event.shiftKey ? this.#redo : this.#undo).click();
  }

  #show() {
    this.#undo.disabled = !this.#steps.canUndo;
    this.#redo.disabled = !this.#steps.canRedo;
  }
}

/** Fields undo their own typing. @param {EventTarget | null} target */
const isText = (target) =>
  target instanceof HTMLElement &&
  target.matches("textarea, input:not([type=range], [type=checkbox], [type=radio], [type=file])");
