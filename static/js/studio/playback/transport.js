/** @import { Services } from "../panels.js" */
/** @import { Store } from "../store.js" */
import { part } from "../../shared/dom.js";
import { toggleMode } from "../state/beat.js";

/** Play, loop and beat. @param {Store} store @param {HTMLElement} element @param {Services} services */
export function transport(store, element, { player }) {
  const loop = part(element, "#loop", HTMLButtonElement);
  const beat = part(element, "#beat-play", HTMLButtonElement);
  part(element, "#play", HTMLButtonElement).addEventListener("click", () => player.hit());
  loop.addEventListener("click", () => store.dispatch(toggleMode, "loop"));
  beat.addEventListener("click", () => store.dispatch(toggleMode, "beat"));
  store.watch(
    ({ beat }) => beat.mode,
    (mode) => {
      loop.setAttribute("aria-pressed", String(mode === "loop"));
      beat.setAttribute("aria-pressed", String(mode === "beat"));
    },
  );
}
