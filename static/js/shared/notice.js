import { mayRetry, Problem } from "./api.js";
import { byId } from "./dom.js";

/** A place on the page that says in one sentence what went wrong and offers to try again. */
export class Notice {
  /** @type {(() => void) | null} */
  #retry = null;
  #shownAt = 0;

  /** @param {string | HTMLElement} place the element, or its id */
  constructor(place) {
    this.element = typeof place === "string" ? byId(place, HTMLElement) : place;
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

  /** @param {number} [begun] when what went well now began: what was said since is about something else */
  clear(begun = Infinity) {
    if (this.#shownAt <= begun) this.element.hidden = true;
  }
}
