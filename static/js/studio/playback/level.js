/** @import { Keep } from "../../shared/keep.js" */
/** @import { Mixer } from "./mixer.js" */
import { byId } from "../../shared/dom.js";

/** How loud the page is, and whether it is silent; kept in this browser. */
export class Level {
  #slider = byId("level", HTMLInputElement);
  #mute = byId("mute", HTMLButtonElement);

  /** @param {Mixer} mixer @param {Keep} keep */
  constructor(mixer, keep) {
    this.mixer = mixer;
    this.keep = keep;
    const kept = /** @type {Record<string, unknown>} */ (keep.read("level") ?? {});
    if (typeof kept.level === "number") this.#slider.valueAsNumber = kept.level; // the field keeps it in its range
    this.#press(kept.muted === true);
    this.#slider.addEventListener("input", () => this.#change(false)); // who turns it up wants to hear it
    this.#mute.addEventListener("click", () => this.#change(!this.#muted));
    this.#apply();
  }

  get #muted() {
    return this.#mute.getAttribute("aria-pressed") === "true";
  }

  /** @param {boolean} muted */
  #press(muted) {
    this.#mute.setAttribute("aria-pressed", String(muted));
  }

  /** @param {boolean} muted */
  #change(muted) {
    this.#press(muted);
    this.#apply();
    this.keep.write("level", { level: this.#slider.valueAsNumber, muted });
  }

  #apply() {
    const level = this.#slider.valueAsNumber;
    this.mixer.set(level, this.#muted);
    this.#slider.style.setProperty("--fill", `${100 * level}%`);
    this.#slider.setAttribute(
      "aria-valuetext",
      this.#muted ? "muted" : `${Math.round(100 * level)} per cent`,
    );
  }
}
