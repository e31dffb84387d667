/** @import { Player } from "../playback/player.js" */
/** @import { Attack } from "./attack.js" */
/** @import { Detail } from "./detail.js" */
/** @import { Spectrum } from "../playback/spectrum.js" */
/** @import { Waveform } from "../playback/waveform.js" */

import { byId } from "../../shared/dom.js";
import { laidOver } from "./align.js";

/** @typedef {{waveform: Waveform, spectrum: Spectrum}} Screen */
/** @typedef {"original" | "yours"} Side */

/** The user's own sample against what the model makes of it, to the ear and to the eye. */
export class Compare {
  #group = byId("compare", HTMLElement);
  #originalButton = byId("hear-original", HTMLButtonElement);
  #yoursButton = byId("hear-yours", HTMLButtonElement);
  /** @type {AudioBuffer | null} */
  #original = null;
  /** @type {AudioBuffer | null} as the model makes it */
  #made = null;
  /** @type {AudioBuffer | null} as it is heard: perhaps with the original's attack */
  #yours = null;
  /** @type {Side} */
  #side = "yours";

  /** @param {Player} player @param {Screen} screen @param {Detail} detail @param {Attack} attack */
  constructor(player, screen, detail, attack) {
    this.player = player;
    this.screen = screen;
    this.detail = detail;
    this.attack = attack;
    this.#originalButton.addEventListener("click", () => this.#hear("original"));
    this.#yoursButton.addEventListener("click", () => this.#hear("yours"));
  }

  /** @param {AudioBuffer | null} original null where this browser cannot read the file @param {string | null} detail @param {File | null} file */
  setOriginal(original, detail, file) {
    this.#original = original;
    this.#group.hidden = !original;
    this.screen.waveform.setOriginal(original);
    this.attack.setFile(original && file);
    this.detail.setWhole(detail);
    this.choose("yours");
    this.remix();
  }

  /** @param {AudioBuffer} made @returns {AudioBuffer} what is heard of it */
  setMade(made) {
    this.#made = made;
    return this.remix() ?? made;
  }

  /** Mixes again, as the attack is wanted now. */
  remix() {
    this.#yours = this.#made && this.attack.mix(this.#original, this.#made);
    this.restore();
    return this.#yours;
  }

  /** @param {Side} side */
  choose(side) {
    if (side === this.#side) return;
    this.#side = side;
    this.#originalButton.setAttribute("aria-pressed", String(side === "original"));
    this.#yoursButton.setAttribute("aria-pressed", String(side === "yours"));
    this.screen.waveform.setFront(side === "original");
    this.restore();
  }

  /** Gives the player and the screen what was chosen, also after another sound was auditioned. */
  restore() {
    const [original, yours] = [this.#side === "original" ? this.#original : null, this.#yours];
    if (original ?? yours) this.player.load(/** @type {AudioBuffer} */ (original ?? yours));
    if (!yours) return;
    this.screen.waveform.show(yours);
    const samples = yours.getChannelData(0);
    this.screen.spectrum.show(
      original ? laidOver(original.getChannelData(0), samples) : samples,
      yours.duration,
    );
  }

  /** @param {Side} side */
  #hear(side) {
    if (side === "original" && !this.#original) return; // its key is always there
    this.choose(side);
    this.player.hit();
  }
}
