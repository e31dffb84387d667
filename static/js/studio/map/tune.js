/** @import { State } from "../state/state.js" */
/** @import { Store } from "../store.js" */
import { part } from "../../shared/dom.js";
import { modelOf, noteOf, tuneOf } from "../state/selectors.js";
import { setTune } from "../state/travel.js";
import { hertz, noteName } from "./note.js";

const OCTAVE = 12;

/** @type {Record<string, number>} */
const DIRECTIONS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

/** @param {number} semitones */
const signed = (semitones) =>
  `${semitones > 0 ? "+" : semitones < 0 ? "−" : ""}${Number(Math.abs(semitones).toFixed(1))} st`;

/** @param {State} state @returns {{text: string, spoken: string}} the note that is played, and how far it is tuned */
function words(state) {
  const [tune, hz] = [tuneOf(state.sound), noteOf(state)];
  if (!hz) return { text: signed(tune), spoken: `${signed(tune)}, no clear note` };
  return { text: `${noteName(hz)} ${hertz(hz)}`, spoken: `${signed(tune)}, ${noteName(hz)}, ${hertz(hz)}` };
}

/** A line from the middle to the thumb. @param {HTMLInputElement} slider */
function showTravel(slider) {
  const [low, high] = [Number(slider.min), Number(slider.max)];
  const at = (100 * (slider.valueAsNumber - low)) / (high - low);
  slider.style.setProperty("--from", `${Math.min(50, at)}%`);
  slider.style.setProperty("--to", `${Math.max(50, at)}%`);
}

/** Tunes the drum's body; shows its note. @param {Store} store @param {HTMLElement} element */
export function tune(store, element) {
  const slider = part(element, "#tune", HTMLInputElement);
  const output = part(element, "#tune-value", HTMLOutputElement);
  slider.addEventListener("input", () => store.dispatch(setTune, slider.valueAsNumber));
  slider.addEventListener("dblclick", () => store.dispatch(setTune, 0));
  slider.addEventListener("keydown", (event) => {
    const direction = DIRECTIONS[event.key];
    if (!direction || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    store.dispatch(setTune, tuneOf(store.get().sound) + direction * (event.shiftKey ? OCTAVE : 1));
  });
  store.watch(
    (state) => modelOf(state)?.has_tune ?? false,
    (has) => (element.hidden = !has),
  );
  store.watch(
    (state) => [tuneOf(state.sound), noteOf(state)],
    () => {
      const { text, spoken } = words(store.get());
      slider.value = String(tuneOf(store.get().sound));
      showTravel(slider);
      output.textContent = text;
      slider.setAttribute("aria-valuetext", spoken);
    },
  );
}
