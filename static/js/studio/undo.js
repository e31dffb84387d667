/** @import { State } from "./store.js" */
import { soundUrl } from "../shared/api.js";
import { byId } from "../shared/dom.js";

const KEPT = 200;
const GESTURES = ["pointerdown", "keydown", "click", "change", "drop"];

/** Steps back and forth through what was set. All that one gesture changes, a whole drag or a held key, is one step. */
export class Undo {
  /** @type {State[]} */
  #past = [];
  /** @type {State[]} */
  #future = [];
  #open = false; // a gesture whose first change is in #past already
  #travelling = false;
  #undo = byId("undo", HTMLButtonElement);
  #redo = byId("redo", HTMLButtonElement);

  /** @param {() => State} state @param {(state: State) => void} onReturn must set the state before it returns */
  constructor(state, onReturn) {
    this.state = state;
    this.onReturn = onReturn;
    this.#undo.addEventListener("click", () => this.#travel(this.#past, this.#future));
    this.#redo.addEventListener("click", () => this.#travel(this.#future, this.#past));
    addEventListener("keydown", (event) => this.#key(event));
    for (const gesture of GESTURES)
      addEventListener(gesture, (event) => this.#begin(event), { capture: true });
  }

  /** @param {State} state @param {State} before */
  changed(state, before) {
    if (this.#travelling || !before.version || soundUrl(state) === soundUrl(before)) return;
    if (!this.#open) this.#past = [...this.#past, before].slice(-KEPT);
    this.#open = true;
    this.#future = [];
    this.#show();
  }

  /** Forgets all steps: what the page set by itself is none. */
  reset() {
    this.#past = [];
    this.#future = [];
    this.#show();
  }

  /** @param {Event} event */
  #begin(event) {
    if (!(event instanceof KeyboardEvent && event.repeat)) this.#open = false;
  }

  /** @param {State[]} from @param {State[]} to */
  #travel(from, to) {
    const state = from.pop();
    if (!state) return;
    to.push(this.state());
    this.#open = false;
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
    this.#undo.disabled = this.#past.length === 0;
    this.#redo.disabled = this.#future.length === 0;
  }
}

/** Fields undo their own typing. @param {EventTarget | null} target */
const isText = (target) =>
  target instanceof HTMLElement &&
  target.matches("textarea, input:not([type=range], [type=checkbox], [type=radio], [type=file])");
