/** @import { Axis } from "../../shared/api.js" */
/** @import { Store } from "../store.js" */
import { part, showFill } from "../../shared/dom.js";
import { move } from "../state/travel.js";
import { axisWords, showEnds } from "./axes.js";

export const STEP = 0.01;
const LARGE_STEP = 0.1;

/** @type {Record<string, number>} */
const DIRECTIONS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

/** @param {string} word */
const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** One axis of the map as a native slider with its measured name. */
class Slider {
  /** @param {HTMLElement} element of both sliders @param {"x" | "y"} name @param {(value: number) => void} onMove */
  constructor(element, name, onMove) {
    this.label = part(element, `[data-axis="${name}"]`, HTMLElement);
    this.input = part(element, `#${name}`, HTMLInputElement);
    this.output = part(element, `#${name}-value`, HTMLOutputElement);
    this.onMove = onMove;
    this.input.addEventListener("input", () => onMove(this.input.valueAsNumber));
    this.input.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {Axis | undefined} axis @param {number} value */
  show(axis, value) {
    if (axis) this.label.textContent = capital(axis.name);
    if (this.input.valueAsNumber !== value) this.input.value = String(value);
    showFill(this.input);
    this.output.textContent = value.toFixed(2);
    this.input.setAttribute("aria-valuetext", axisWords(axis, value));
  }

  /** Keys move in larger steps than the native slider's, which are too small to hear. @param {KeyboardEvent} event */
  #key(event) {
    const direction = DIRECTIONS[event.key];
    if (!direction || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const step = event.shiftKey ? LARGE_STEP : STEP;
    this.onMove(Math.min(1, Math.max(0, this.input.valueAsNumber + direction * step)));
  }
}

/** Both sliders of the map. @param {Store} store @param {HTMLElement} element */
export function sliders(store, element) {
  const x = new Slider(element, "x", (value) => store.dispatch(move, { x: value }));
  const y = new Slider(element, "y", (value) => store.dispatch(move, { y: value }));
  store.watch(
    ({ map }) => map.axes,
    (axes) => showEnds(element, axes),
  );
  store.watch(
    ({ map, sound }) => [map.axes, sound.x, sound.y],
    () => {
      const { map, sound } = store.get();
      x.show(map.axes[0], sound.x);
      y.show(map.axes[1], sound.y);
    },
  );
}
