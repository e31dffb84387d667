/** @import { Dataset } from "../client.js" */
/** @import { Histogram, Mark } from "./histogram.js" */
import { byId } from "../../shared/dom.js";
import { may } from "../client.js";
import { counted } from "../words.js";
import { makeVersion } from "./choice.js";
import { drawHistogram, shareBelow, timeText } from "./histogram.js";

/** @typedef {{attack: Histogram, decay: Histogram}} Survey */
/** @typedef {Pick<Dataset, "attack_s" | "length_s">} Frame */

/**
 * How the sounds begin and ring, what frame that proposes, and a form to prepare them in one.
 * @param {Frame} frame that they have now @param {Survey} survey @param {string} versionsUrl
 */
export function showFrame(frame, survey, versionsUrl) {
  const { attack, decay } = survey;
  drawHistogram(
    byId("attack-figure", HTMLElement),
    "From the first audible moment to the peak",
    attack,
    attackMarks(frame, attack),
  );
  drawHistogram(
    byId("decay-figure", HTMLElement),
    "From the peak until it has fallen by 40 dB",
    { ...decay, why: decay.why + cutWords(decay.cut ?? 0) },
    decayMarks(frame, survey),
  );
  if (may("trainer")) new FrameForm(frame, survey, versionsUrl);
}

/** @param {Frame} frame @param {Histogram} attack @returns {Mark[]} */
const attackMarks = ({ attack_s }, { proposed_s }) => [
  { name: "now", at: attack_s, words: `attack now ${timeText(attack_s)}` },
  { name: "proposed", at: proposed_s, words: `proposed ${timeText(proposed_s)}` },
];

/** Lengths count from the peak in this figure. @param {Frame} frame @param {Survey} survey @returns {Mark[]} */
export const decayMarks = ({ attack_s, length_s }, { attack, decay }) => [
  { name: "now", at: length_s - attack_s, words: `length now ${timeText(length_s)}` },
  {
    name: "proposed",
    at: decay.proposed_s - attack.proposed_s,
    words: `proposed ${timeText(decay.proposed_s)}`,
  },
];

/** @param {number} count of sounds that were cut */
export const cutWords = (count) =>
  count ? ` ${counted(count, "sound ends while it rings", "sounds end while they ring")}.` : "";

/** How many sounds fit into a frame. @param {Frame} frame @param {Survey} survey */
export function holdsWords({ attack_s, length_s }, { attack, decay }) {
  const begin = shareBelow(attack.quantiles, attack_s) || 0;
  const ring = shareBelow(decay.quantiles, length_s - attack_s) || 0;
  return `${percent(begin)} of the sounds keep their whole beginning, ${percent(ring)} ring out.`;
}

/** @param {number} share rounded down, so that no more is promised than there is */
const percent = (share) => `${Math.floor(100 * share + 1e-6)} %`;

/** The form that prepares a dataset again in another frame. */
class FrameForm {
  #form = byId("frame-form", HTMLFormElement);
  #holds = byId("frame-holds", HTMLElement);
  #attack = this.#field("attack");
  #length = this.#field("length");

  /** @param {Frame} frame @param {Survey} survey @param {string} versionsUrl */
  constructor(frame, survey, versionsUrl) {
    this.survey = survey;
    this.#set(frame);
    this.#form.addEventListener("input", () => this.#explain());
    byId("frame-proposed", HTMLButtonElement).addEventListener("click", () => this.#propose());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send(versionsUrl);
    });
  }

  /** @param {string} name @returns {HTMLInputElement} in milliseconds */
  #field(name) {
    return /** @type {HTMLInputElement} */ (this.#form.elements.namedItem(name));
  }

  /** @returns {Frame} */
  get #frame() {
    return { attack_s: this.#attack.valueAsNumber / 1000, length_s: this.#length.valueAsNumber / 1000 };
  }

  /** @param {Frame} frame */
  #set({ attack_s, length_s }) {
    this.#attack.value = String(Math.round(1e4 * attack_s) / 10);
    this.#length.value = String(Math.round(1e4 * length_s) / 10);
    this.#explain();
  }

  #propose() {
    const { attack, decay } = this.survey;
    this.#set({ attack_s: attack.proposed_s, length_s: decay.proposed_s });
  }

  #explain() {
    this.#holds.textContent = holdsWords(this.#frame, this.survey);
  }

  /** @param {string} url */
  #send(url) {
    const problem = /** @type {HTMLElement} */ (this.#form.querySelector(".problem"));
    const button = /** @type {HTMLButtonElement} */ (this.#form.querySelector(".primary"));
    void makeVersion(url, this.#frame, button, problem);
  }
}
