import { mayRetry, Problem } from "./api.js";
import { byId } from "./dom.js";

/** An element that says in one sentence what went wrong and offers to try again. */
export class Notice {
  /** @type {(() => void) | null} */
  #retry = null;
  #shownAt = 0;

  /** @param {string | HTMLElement} element the element, or its id */
  constructor(element) {
    this.element = typeof element === "string" ? byId(element, HTMLElement) : element;
    this.text = /** @type {HTMLElement} */ (this.element.querySelector("span"));
    this.button = /** @type {HTMLButtonElement} */ (this.element.querySelector("button"));
    this.button.addEventListener("click", () => this.#retry?.());
  }

  /** @param {unknown} error @param {(() => void) | null} retry offered where trying again can help; null where there is no way to */
  show(error, retry) {
    this.#retry = retry;
    this.#shownAt = performance.now();
    this.text.textContent =
      error instanceof Problem ? error.message : "The sound could not be read. Try again.";
    this.button.hidden = !retry || !mayRetry(error);
    this.element.hidden = false;
    if (!(error instanceof Problem)) console.error(error);
  }

  /** @param {number} [begun] when the request that succeeded began: a later failure stays */
  clear(begun = Infinity) {
    if (this.#shownAt <= begun) this.element.hidden = true;
  }
}
