/** @import { Services } from "../panels.js" */
/** @import { Store } from "../store.js" */
import { make, part, showFill } from "../../shared/dom.js";
import { setBeat } from "../state/beat.js";
import { GROOVES, grooveOf } from "./grooves.js";
import { STRAIGHT } from "./setting.js";
import { playable } from "./tempo.js";

const YOUR_OWN = "";

/** Beats a minute: typed, or tapped by hand. @param {Store} store @param {HTMLElement} element @param {Services} services */
export function tempo(store, element, { commands }) {
  const field = part(element, "#tempo", HTMLInputElement);
  field.addEventListener("change", () => {
    const typed = field.valueAsNumber;
    if (Number.isFinite(typed)) store.dispatch(setBeat, { tempo: playable(typed) });
    field.value = String(store.get().kept.beat.tempo);
  });
  part(element, "#tap", HTMLButtonElement).addEventListener("click", (event) =>
    commands.tap(event.timeStamp),
  );
  store.watch(
    ({ kept }) => kept.beat.tempo,
    (beatsAMinute) => (field.value = String(beatsAMinute)),
  );
}

/** @param {Store} store @param {HTMLElement} element */
export function swing(store, element) {
  const slider = part(element, "#swing", HTMLInputElement);
  slider.addEventListener("input", () => store.dispatch(setBeat, { swing: slider.valueAsNumber }));
  store.watch(
    ({ kept }) => kept.beat.swing,
    (percent) => {
      slider.valueAsNumber = percent;
      showFill(slider);
      slider.setAttribute("aria-valuetext", percent === STRAIGHT ? "straight" : `${percent} per cent`);
      part(element, "#swing-value", HTMLOutputElement).textContent = `${percent} %`;
    },
  );
}

/** Ready patterns. @param {Store} store @param {HTMLElement} element */
export function grooves(store, element) {
  const menu = part(element, "#groove", HTMLSelectElement);
  const yours = make("option", { value: YOUR_OWN, hidden: true }, "Your own");
  menu.append(yours, ...GROOVES.map(({ name }) => make("option", { value: name }, name)));
  menu.addEventListener("change", () => {
    const ready = GROOVES.find(({ name }) => name === menu.value);
    if (ready) store.dispatch(setBeat, { pattern: ready.pattern, tempo: ready.tempo, swing: ready.swing });
    menu.blur(); // the space bar plays again
  });
  store.watch(
    ({ kept }) => kept.beat.pattern,
    (pattern) => (menu.value = grooveOf(pattern)?.name ?? YOUR_OWN),
  );
}
