/** @import { Axis } from "../../shared/api.js" */
import { byId } from "../../shared/dom.js";

export const STEP = 0.01;
const LARGE_STEP = 0.1;

/** @type {Record<string, number>} */
const DIRECTIONS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

/** One axis of the map as a native slider with its measured name. */
class Slider {
  /** @param {"x" | "y"} axis @param {(value: number) => void} onMove */
  constructor(axis, onMove) {
    this.axis = axis;
    this.input = byId(axis, HTMLInputElement);
    this.output = byId(`${axis}-value`, HTMLOutputElement);
    this.onMove = onMove;
    this.input.addEventListener("input", () => onMove(this.input.valueAsNumber));
    this.input.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {Axis} axis */
  name({ name, low, high }) {
    this.word = name;
    this.low = low;
    this.high = high;
    for (const label of document.querySelectorAll(`[data-axis="${this.axis}"]`))
      label.textContent = capital(name);
    for (const end of document.querySelectorAll(`[data-end="${this.axis}-low"]`)) end.textContent = low;
    for (const end of document.querySelectorAll(`[data-end="${this.axis}-high"]`)) end.textContent = high;
    this.show(this.input.valueAsNumber);
  }

  /** @param {number} value */
  show(value) {
    if (this.input.valueAsNumber !== Number(value.toFixed(4))) this.input.value = String(value);
    this.input.style.setProperty("--fill", `${100 * value}%`);
    this.output.textContent = value.toFixed(2);
    this.input.setAttribute(
      "aria-valuetext",
      `${this.word ?? ""} ${value.toFixed(2)}, ${this.low ?? "low"} to ${this.high ?? "high"}`.trim(),
    );
  }

  /** Finer steps than a native slider of this resolution takes would be lost on the ear. @param {KeyboardEvent} event */
  #key(event) {
    const direction = DIRECTIONS[event.key];
    if (!direction || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const step = event.shiftKey ? LARGE_STEP : STEP;
    this.onMove(Math.min(1, Math.max(0, this.input.valueAsNumber + direction * step)));
  }
}

/** @param {string} word */
const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** Both sliders. */
export class Sliders {
  /** @param {(change: {x?: number, y?: number}) => void} onMove */
  constructor(onMove) {
    this.x = new Slider("x", (x) => onMove({ x }));
    this.y = new Slider("y", (y) => onMove({ y }));
  }

  /** @param {Axis[]} axes */
  name([x, y]) {
    if (x) this.x.name(x);
    if (y) this.y.name(y);
  }

  /** @param {number} x @param {number} y */
  show(x, y) {
    this.x.show(x);
    this.y.show(y);
  }
}
