/** @import { Services } from "../panels.js" */
/** @import { Store } from "../store.js" */
import { part } from "../../shared/dom.js";
import { Notice } from "../../shared/notice.js";
import { laidOver } from "../sample/align.js";
import { originalOf, sideOf, yoursOf } from "../state/selectors.js";
import { Spectrum } from "./spectrum.js";
import { Waveform } from "./waveform.js";

/** What the sound looks like, and what it waits for. @param {Store} store @param {HTMLElement} element */
export function soundView(store, element) {
  const waveform = new Waveform(part(element, "#waveform", HTMLElement));
  const spectrum = new Spectrum(part(element, "#spectrum", HTMLElement));
  store.watch(originalOf, (original) => waveform.setOriginal(original));
  store.watch(sideOf, (side) => waveform.setFront(side === "original"));
  store.watch(yoursOf, (yours) => yours && waveform.show(yours));
  store.watch(
    (state) => [yoursOf(state), sideOf(state) === "original" ? originalOf(state) : null],
    ([yours, original]) => {
      if (!yours) return;
      const samples = yours.getChannelData(0);
      spectrum.show(original ? laidOver(original.getChannelData(0), samples) : samples, yours.duration);
    },
  );
  store.watch(
    ({ hearing }) => hearing.made,
    (made) => {
      const facts = made ? `${Math.round(made.sound.duration * 1000)} ms` : "";
      part(element, "#sound-facts", HTMLElement).textContent = facts;
    },
  );
  store.watch(
    ({ hearing }) => hearing.words,
    (words) => (part(element, "#sound-state", HTMLElement).textContent = words),
  );
}

/** The browser lets nothing sound. @param {Store} store @param {HTMLElement} element */
export function silence(store, element) {
  store.watch(
    ({ hearing }) => hearing.blocked,
    (blocked) => (element.hidden = !blocked),
  );
}

/** Why there is no sound, or no file. @param {Store} store @param {HTMLElement} element @param {Services} services */
export function soundProblem(store, element, { sounds, mixing }) {
  const notice = new Notice(element);
  const retries = { sound: () => sounds.again(), mix: () => void mixing.save() };
  store.watch(
    ({ hearing }) => hearing.problem,
    (problem) => {
      if (problem) notice.show(problem.error, problem.retry && retries[problem.retry]);
      else notice.clear();
    },
  );
}
