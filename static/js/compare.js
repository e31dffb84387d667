/** @import { Player } from "./player.js" */
/** @import { Waveform } from "./waveform.js" */
import { byId } from "./dom.js";

/** The user's own sample against what the model makes of it, and whether its character walks along. */
export class Compare {
  #group = byId("compare", HTMLElement);
  #originalButton = byId("hear-original", HTMLButtonElement);
  #yoursButton = byId("hear-yours", HTMLButtonElement);
  #keepButton = byId("detail", HTMLButtonElement);
  /** @type {AudioBuffer | null} */
  #original = null;
  /** @type {AudioBuffer | null} */
  #made = null;
  /** @type {string | null} */
  #detail = null;

  /** @type {() => void} */
  onCharacter = () => {};

  /** @param {Player} player @param {Waveform} waveform */
  constructor(player, waveform) {
    this.player = player;
    this.waveform = waveform;
    this.#originalButton.addEventListener("click", () => this.#hear("original"));
    this.#yoursButton.addEventListener("click", () => this.#hear("yours"));
    this.#keepButton.addEventListener("click", () => {
      this.#press(this.#keepButton, !this.#pressed(this.#keepButton));
      this.onCharacter();
    });
  }

  /** @returns {string | null} the detail that stays while the hand moves */
  character() {
    return this.#pressed(this.#keepButton) ? this.#detail : null;
  }

  /** @param {AudioBuffer | null} original @param {string | null} detail */
  setOriginal(original, detail) {
    this.#original = original;
    this.#group.hidden = !original;
    this.waveform.setOriginal(original);
    this.setLinked(detail);
    this.choose("yours");
  }

  /** @param {string | null} detail that came with a link or a sample */
  setLinked(detail) {
    this.#detail = detail;
    this.#keepButton.hidden = !detail;
    this.#press(this.#keepButton, true);
  }

  /** @param {AudioBuffer} made */
  setMade(made) {
    this.#made = made;
    this.#load();
  }

  /** @param {"original" | "yours"} side */
  choose(side) {
    this.#press(this.#originalButton, side === "original");
    this.#press(this.#yoursButton, side === "yours");
    this.waveform.setFront(side === "original");
    this.#load();
  }

  /** @param {"original" | "yours"} side */
  #hear(side) {
    this.choose(side);
    this.player.hit();
  }

  #load() {
    const sound = this.#pressed(this.#originalButton) ? this.#original : this.#made;
    if (sound) this.player.load(sound);
  }

  /** @param {HTMLButtonElement} button */
  #pressed(button) {
    return button.getAttribute("aria-pressed") === "true";
  }

  /** @param {HTMLButtonElement} button @param {boolean} on */
  #press(button, on) {
    button.setAttribute("aria-pressed", String(on));
  }
}
