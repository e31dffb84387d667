/** @import { Player } from "./player.js" */
import { byId, make } from "../../shared/dom.js";

const HARDEST = 9;

/** Nine pads from soft to hard: under the finger, or on the number keys. */
export class Keys {
  /** @param {Player} player */
  constructor(player) {
    const strip = byId("hit-keys", HTMLElement);
    for (let strength = 1; strength <= HARDEST; strength += 1) strip.append(this.#pad(player, strength));
  }

  /** @param {Player} player @param {number} strength 1…9 */
  #pad(player, strength) {
    const hit = () => player.hit(strength / HARDEST);
    const pad = make(
      "button",
      {
        type: "button",
        class: "hit",
        id: `hit-${strength}`,
        "aria-label": `Hit, strength ${strength} of ${HARDEST}`,
      },
      String(strength),
    );
    pad.style.setProperty("--strength", `${(100 * strength) / HARDEST}%`);
    pad.addEventListener("pointerdown", (event) => event.button === 0 && hit()); // a drum sounds when it is touched, not when it is let go
    pad.addEventListener("click", (event) => event.detail === 0 && hit());
    return pad;
  }
}
