/** @import { SoundAddress, State } from "../state/state.js" */
/** @import { Store } from "../store.js" */
import { part, showFill } from "../../shared/dom.js";
import { blendDetail } from "../../shared/float16.js";
import { rounded } from "../address.js";
import { readPermalink } from "../permalink.js";
import { pinSound, setShare } from "../state/kept.js";
import { playSame } from "../state/state.js";
import { goTo } from "../state/travel.js";

/** @typedef {"a" | "b"} Pin */
/** @typedef {Partial<Record<Pin, string>>} Pins links */
const PINS = /** @type {const} */ (["a", "b"]);

/**
 * The sound between two: position and detail are blended, all else comes from the nearer one.
 * @param {SoundAddress} a @param {SoundAddress} b of the same model and version @param {number} share 0 is a, 1 is b
 * @returns {SoundAddress}
 */
export function between(a, b, share) {
  const nearer = share < 0.5 ? a : b;
  if (share === 0 || share === 1) return nearer;
  const detail = a.detail && b.detail ? blendDetail(a.detail, b.detail, share) : nearer.detail;
  return { ...nearer, x: rounded(a.x + share * (b.x - a.x)), y: rounded(a.y + share * (b.y - a.y)), detail };
}

/** @param {unknown} value @returns {Pins} */
export function readPins(value) {
  const given = /** @type {Record<string, unknown>} */ (value ?? {});
  const whole = PINS.filter(
    (pin) => typeof given[pin] === "string" && readPermalink(String(given[pin])).version,
  );
  return Object.fromEntries(whole.map((pin) => [pin, String(given[pin])]));
}

/** @param {State} state @returns {Record<Pin, SoundAddress | null>} */
function pinned({ kept }) {
  const { a, b } = kept.pins;
  return { a: a ? readPermalink(a) : null, b: b ? readPermalink(b) : null };
}

/** @param {Record<Pin, SoundAddress | null>} pins @returns {string} why there is no way between them; empty where there is one */
function whyNot({ a, b }) {
  if (!a || !b) return "Pin two sounds, then slide from one to the other.";
  return playSame(a, b) ? "" : "A and B are of different models: pin both in one.";
}

/** Two pinned sounds and the way from one to the other. @param {Store} store @param {HTMLElement} element */
export function morph(store, element) {
  const slider = part(element, "#morph", HTMLInputElement);
  const buttons = PINS.map(
    (pin) => /** @type {const} */ ([pin, part(element, `#pin-${pin}`, HTMLButtonElement)]),
  );
  for (const [pin, button] of buttons) button.addEventListener("click", () => store.dispatch(pinSound, pin));
  slider.addEventListener("input", () => {
    const { a, b } = pinned(store.get());
    store.dispatch(setShare, slider.valueAsNumber);
    if (a && b) store.dispatch(goTo, between(a, b, slider.valueAsNumber), false);
  });
  store.watch(
    ({ kept }) => kept.pins,
    (pins) => {
      for (const [pin, button] of buttons) button.setAttribute("aria-pressed", String(Boolean(pins[pin])));
      const why = whyNot(pinned(store.get()));
      slider.disabled = why !== "";
      slider.title = why;
      part(element, "#morph-why", HTMLElement).textContent = why;
    },
  );
  store.watch(
    ({ history }) => history.share,
    (share) => {
      slider.valueAsNumber = share;
      showFill(slider);
      slider.setAttribute("aria-valuetext", `${Math.round(100 * share)} per cent from A to B`);
    },
  );
}
