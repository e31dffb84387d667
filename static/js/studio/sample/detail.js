import { byId } from "../../shared/dom.js";
import { scaleDetail } from "../../shared/float16.js";

/** Fades between what is typical at a place and the user's own sound; the amount stays while the hand moves. */
export class Detail {
  #row = byId("detail-row", HTMLElement);
  #input = byId("detail", HTMLInputElement);
  #output = byId("detail-value", HTMLOutputElement);
  /** @type {string | null} */
  #whole = null;

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#input.addEventListener("input", () => {
      this.#show();
      onChange();
    });
    this.#show();
  }

  /** @param {string | null} detail of a sample or a link, kept whole; null where there is none to keep */
  setWhole(detail) {
    this.#whole = detail;
    this.#row.hidden = !detail;
    this.#input.value = "100";
    this.#show();
  }

  /** @returns {string | null} as much of the detail as is wanted; null is what is typical */
  get value() {
    try {
      return this.#whole && scaleDetail(this.#whole, this.#input.valueAsNumber / 100);
    } catch {
      return this.#whole; // from a link, and no detail at all: the server says so in a sentence
    }
  }

  #show() {
    const percent = this.#input.valueAsNumber;
    this.#input.style.setProperty("--fill", `${percent}%`);
    this.#output.textContent = `${percent} %`;
    const ends =
      percent === 0
        ? ", typical of this place"
        : percent === 100
          ? ", your sound"
          : " from typical to your sound";
    this.#input.setAttribute("aria-valuetext", `${percent} percent${ends}`);
  }
}
