import { byId } from "../../shared/dom.js";
import { send, sentence } from "../client.js";

/** The files that are chosen to be left out, whichever list they were chosen in. */
export class Choice {
  /** @type {Set<number>} */
  #chosen = new Set();
  /** @type {Map<number, Set<HTMLInputElement>>} a file may stand in several lists */
  #boxes = new Map();
  #bar = byId("choice", HTMLElement);
  #problem = /** @type {HTMLElement} */ (this.#bar.querySelector(".problem"));

  /** @param {string} url where versions are made */
  constructor(url) {
    const leave = byId("choice-leave", HTMLButtonElement);
    byId("choice-clear", HTMLButtonElement).addEventListener("click", () =>
      this.set([...this.#chosen], false),
    );
    leave.addEventListener(
      "click",
      () => void makeVersion(url, { leave_out: [...this.#chosen] }, leave, this.#problem),
    );
  }

  /** @param {number} index @param {HTMLInputElement} box */
  bind(index, box) {
    const boxes = [...(this.#boxes.get(index) ?? [])].filter((other) => other.isConnected);
    this.#boxes.set(index, new Set([...boxes, box]));
    box.checked = this.#chosen.has(index);
    box.addEventListener("change", () => this.set([index], box.checked));
  }

  /** @param {number[]} indices @param {boolean} isChosen */
  set(indices, isChosen) {
    for (const index of indices) {
      if (isChosen) this.#chosen.add(index);
      else this.#chosen.delete(index);
      for (const box of this.#boxes.get(index) ?? []) box.checked = isChosen;
    }
    this.#problem.textContent = "";
    this.#bar.hidden = this.#chosen.size === 0;
    byId("choice-count", HTMLElement).textContent = `${this.#chosen.size} chosen to be left out`;
  }
}

/**
 * Asks for another version and goes to its page.
 * @param {string} url @param {object} wanted @param {HTMLButtonElement} button @param {HTMLElement} problem
 */
export async function makeVersion(url, wanted, button, problem) {
  problem.textContent = "";
  button.disabled = true;
  try {
    const { id } = await send(url, wanted);
    location.assign(`/dashboard/datasets/${id}/`);
  } catch (error) {
    problem.textContent = sentence(error);
    button.disabled = false;
  }
}
