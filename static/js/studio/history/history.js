/** @import { Keep, Section } from "../../shared/keep.js" */
/** @import { Moment } from "./moments.js" */
/** @import { State } from "../store.js" */

import { soundUrl } from "../../shared/api.js";
import { byId } from "../../shared/dom.js";
import { permalink } from "../permalink.js";
import { fetchSound } from "../playback/sounds.js";
import { momentOf, readMoments } from "./moments.js";
import { Strip } from "./strip.js";

const KEPT = 60;
const REST_MS = 600; // places passed on the way are not worth remembering

const NOTHING_HEARD = "What you hear gathers here.";
const NO_FAVOURITE = "No favourite yet: ★ keeps the sound you hear.";

/** What was heard and what is a favourite, as small waveforms that lead back; both outlive the page. */
export class History {
  #star = byId("favourite", HTMLButtonElement);
  #switch = byId("show-favourites", HTMLButtonElement);
  #said = byId("memory-said", HTMLElement);
  #timer = 0;
  #link = "";

  /** @param {Keep} keep @param {() => State} state @param {(state: State) => void} onReturn */
  constructor(keep, state, onReturn) {
    this.keep = keep;
    this.state = state;
    this.strip = new Strip(onReturn);
    for (const section of /** @type {const} */ (["heard", "favourites"]))
      keep.subscribe(section, () => this.#show());
    this.#star.addEventListener("click", () => void this.#toggle());
    this.#switch.addEventListener("click", () => {
      this.#switch.setAttribute("aria-pressed", String(!this.#favouritesShown));
      this.#show();
    });
    this.#show();
  }

  /** @param {State} state @param {AudioBuffer} sound */
  heard(state, sound) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keepHeard(momentOf(state, sound)), REST_MS);
  }

  /** @param {State} state the one that is there now */
  mark(state) {
    this.#link = permalink(state);
    this.strip.mark(this.#link);
    this.#star.setAttribute("aria-pressed", String(this.#favourites.some(({ link }) => link === this.#link)));
  }

  forget() {
    clearTimeout(this.#timer);
    this.#write("heard", []);
  }

  get #favouritesShown() {
    return this.#switch.getAttribute("aria-pressed") === "true";
  }

  get #favourites() {
    return readMoments(this.keep.read("favourites"));
  }

  /** @param {Moment} moment */
  #keepHeard(moment) {
    const known = readMoments(this.keep.read("heard"));
    if (known.some(({ link }) => link === moment.link)) return;
    this.#write("heard", [moment, ...known].slice(0, KEPT));
  }

  async #toggle() {
    const state = this.state();
    const link = permalink(state);
    const without = this.#favourites.filter((moment) => moment.link !== link);
    if (without.length < this.#favourites.length) return this.#say(without, "No favourite any more");
    const sound = await fetchSound(soundUrl(state)).catch(() => null); // it was heard, so it is there
    if (sound)
      this.#say(
        [momentOf(state, sound), ...this.#favourites.filter((moment) => moment.link !== link)],
        "Kept as a favourite",
      );
  }

  /** @param {Moment[]} favourites @param {string} words for those who do not see the star */
  #say(favourites, words) {
    this.#said.textContent = words;
    this.#write("favourites", favourites);
  }

  /** @param {Section} section @param {Moment[]} moments */
  #write(section, moments) {
    this.keep.write(section, moments);
    this.#show();
  }

  #show() {
    const favourites = this.#favourites;
    const starred = new Set(favourites.map(({ link }) => link));
    if (this.#favouritesShown) this.strip.show(favourites, starred, NO_FAVOURITE);
    else this.strip.show(readMoments(this.keep.read("heard")), starred, NOTHING_HEARD);
    this.mark(this.state());
  }
}
