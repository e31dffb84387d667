/** @import { Services } from "../panels.js" */
/** @import { Store } from "../store.js" */
import { make } from "../../shared/dom.js";

export const HARDEST = 9;

/** @param {(velocity: number) => void} onHit @param {number} strength 1…9 */
function pad(onHit, strength) {
  const hit = () => onHit(strength / HARDEST);
  const button = make(
    "button",
    { type: "button", class: "hit", "aria-label": `Hit, strength ${strength} of ${HARDEST}` },
    String(strength),
  );
  button.style.setProperty("--strength", `${(100 * strength) / HARDEST}%`);
  button.addEventListener("pointerdown", (event) => event.button === 0 && hit()); // a drum sounds when it is touched, not when it is let go
  button.addEventListener("click", (event) => event.detail === 0 && hit());
  return button;
}

/** Nine pads from soft to hard. @param {Store} _store @param {HTMLElement} element @param {Services} services */
export function hitKeys(_store, element, { player }) {
  for (let strength = 1; strength <= HARDEST; strength += 1)
    element.append(pad((velocity) => player.hit(velocity), strength));
}
