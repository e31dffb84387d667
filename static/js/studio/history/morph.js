/** @import { Keep } from "../../shared/keep.js" */
/** @import { State } from "../store.js" */
import { rounded } from "../../shared/api.js";
import { byId } from "../../shared/dom.js";
import { blendDetail } from "../../shared/float16.js";
import { permalink, readPermalink } from "../permalink.js";
import { playSame } from "../store.js";

/** @typedef {"a" | "b"} Pin */
const PINS = /** @type {const} */ (["a", "b"]);

/**
 * The sound between two: place and detail are blended, all else comes from the nearer one.
 * @param {State} a @param {State} b of the same model and version @param {number} share 0 is a, 1 is b
 * @returns {State}
 */
export function between(a, b, share) {
  const nearer = share < 0.5 ? a : b;
  if (share === 0 || share === 1) return nearer;
  const detail = a.detail && b.detail ? blendDetail(a.detail, b.detail, share) : nearer.detail;
  return { ...nearer, x: rounded(a.x + share * (b.x - a.x)), y: rounded(a.y + share * (b.y - a.y)), detail };
}

/** Two pinned sounds and the way from one to the other. */
export class Morph {
  #slider = byId("morph", HTMLInputElement);
  /** @type {Record<Pin, HTMLButtonElement>} */
  #buttons = { a: byId("pin-a", HTMLButtonElement), b: byId("pin-b", HTMLButtonElement) };

  /** @param {Keep} keep @param {() => State} state @param {(state: State) => void} onMove */
  constructor(keep, state, onMove) {
    this.keep = keep;
    keep.subscribe("pins", () => this.#show());
    for (const pin of PINS) this.#buttons[pin].addEventListener("click", () => this.#pin(pin, state()));
    this.#slider.addEventListener("input", () => {
      const { a, b } = this.#pins();
      if (a && b) onMove(between(a, b, this.#slider.valueAsNumber));
      this.#show();
    });
    this.#show();
  }

  /** @returns {Record<Pin, State | null>} */
  #pins() {
    const kept = readPins(this.keep.read("pins"));
    return { a: kept.a ? readPermalink(kept.a) : null, b: kept.b ? readPermalink(kept.b) : null };
  }

  /** @param {Pin} pin @param {State} state */
  #pin(pin, state) {
    this.keep.write("pins", { ...readPins(this.keep.read("pins")), [pin]: permalink(state) });
    this.#slider.value = pin === "a" ? "0" : "1"; // where the sound is that is there now
    this.#show();
  }

  #show() {
    const { a, b } = this.#pins();
    const apart = Boolean(a && b && !playSame(a, b));
    this.#buttons.a.setAttribute("aria-pressed", String(Boolean(a)));
    this.#buttons.b.setAttribute("aria-pressed", String(Boolean(b)));
    this.#slider.disabled = !a || !b || apart;
    const share = this.#slider.valueAsNumber;
    this.#slider.style.setProperty("--fill", `${100 * share}%`);
    this.#slider.setAttribute("aria-valuetext", `${Math.round(100 * share)} per cent from A to B`);
    byId("morph-why", HTMLElement).textContent = apart
      ? "A and B are of different models: pin both in one."
      : a && b
        ? ""
        : "Pin two sounds, then slide from one to the other.";
    this.#slider.title = byId("morph-why", HTMLElement).textContent ?? "";
  }
}

/** @param {unknown} value @returns {Partial<Record<Pin, string>>} links */
export function readPins(value) {
  const given = /** @type {Record<string, unknown>} */ (value ?? {});
  const whole = PINS.filter(
    (pin) => typeof given[pin] === "string" && readPermalink(String(given[pin])).version,
  );
  return Object.fromEntries(whole.map((pin) => [pin, String(given[pin])]));
}
