/** @import { Services } from "../panels.js" */
/** @import { Store } from "../store.js" */
/** @import { Pattern, Row } from "./grooves.js" */
/** @import { Slot } from "./slots.js" */
import { make } from "../../shared/dom.js";
import { setStep } from "../state/beat.js";
import { ROWS } from "./grooves.js";
import { STEPS } from "./schedule.js";
import { rowName, slotOf } from "./slots.js";

/** @type {Record<string, [number, number]>} rows and steps */
const DIRECTIONS = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  Home: [0, -STEPS],
  End: [0, STEPS],
};

/** @param {string} name a row's or a model's name as a word on the page */
const title = (name) => name.charAt(0).toUpperCase() + name.slice(1);

/**
 * The pattern as a grid after the ARIA authoring practices: one tab stop, arrows move, space and Enter set a step;
 * a drag with mouse or finger sets all that it crosses.
 */
export class Grid {
  /** @type {Map<Row, {line: HTMLElement, name: HTMLElement, why: HTMLElement, text: HTMLElement, retry: HTMLElement, steps: HTMLButtonElement[]}>} */
  #rows = new Map();
  #painting = false;
  #brush = true;

  /** @param {Store} store @param {HTMLElement} element @param {Services} services */
  constructor(store, element, { drummer }) {
    this.store = store;
    this.element = element;
    for (const row of ROWS) this.#build(row, () => void drummer.bank.fill(row));
    this.#rows.get("kick")?.steps[0]?.setAttribute("tabindex", "0");
    this.#listen();
    this.#watch();
  }

  #listen() {
    this.element.addEventListener("pointerdown", (event) => this.#press(event));
    this.element.addEventListener("pointermove", (event) => this.#paint(event));
    for (const type of ["pointerup", "pointercancel"]) addEventListener(type, () => (this.#painting = false));
    this.element.addEventListener("click", (event) => this.#click(event));
    this.element.addEventListener("keydown", (event) => this.#key(event));
  }

  #watch() {
    this.store.watch(
      ({ kept }) => kept.beat.pattern,
      (pattern) => this.#show(pattern),
    );
    this.store.watch(
      ({ beat }) => beat.step,
      (step) => this.#light(step),
    );
    for (const row of ROWS)
      this.store.watch(
        (state) => [slotOf(state, row), rowName(state, row)],
        () => this.#fill(row, rowName(this.store.get(), row), slotOf(this.store.get(), row)),
      );
  }

  /** @param {Pattern} pattern */
  #show(pattern) {
    for (const [row, { steps }] of this.#rows) {
      for (const [at, step] of steps.entries())
        step.setAttribute("aria-pressed", String(pattern[row][at] === "x"));
    }
  }

  /** @param {Row} row @param {string} name what the row is called @param {Slot} slot */
  #fill(row, name, slot) {
    const parts = this.#rows.get(row);
    if (!parts) return;
    parts.line.dataset.state = slot.state;
    parts.name.textContent = title(name);
    parts.text.textContent = slot.why;
    parts.retry.hidden = !slot.retry;
    parts.why.hidden = slot.state !== "absent" && slot.state !== "failed";
    for (const step of parts.steps) step.disabled = !parts.why.hidden;
    this.#keepOneStop();
  }

  /** @param {number} step the one that sounds, -1 for none */
  #light(step) {
    for (const { steps } of this.#rows.values())
      for (const [at, button] of steps.entries()) button.classList.toggle("now", at === step);
  }

  /** @param {Row} row @param {() => void} onRetry */
  #build(row, onRetry) {
    const name = make("span", { class: "row-name", role: "rowheader" }, title(row));
    const steps = Array.from({ length: STEPS }, (_, at) => this.#step(row, at));
    const text = make("span");
    const retry = make("button", { type: "button", class: "button", click: onRetry }, "Try again");
    const why = make("span", { class: "row-why", role: "gridcell", hidden: true }, text, retry);
    const line = make(
      "div",
      { class: "beat-row", role: "row" },
      name,
      ...steps.map((step) => make("span", { class: "cell", role: "gridcell" }, step)),
      why,
    );
    this.element.append(line);
    this.#rows.set(row, { line, name, why, text, retry, steps });
  }

  /** @param {Row} row @param {number} at */
  #step(row, at) {
    const label = `${title(row)}, step ${at + 1}`;
    const step = make("button", {
      type: "button",
      class: "step",
      "aria-label": label,
      "aria-pressed": "false",
      tabindex: "-1",
    });
    Object.assign(step.dataset, { row, step: String(at) });
    return step;
  }

  /** @param {Element | EventTarget | null} target @returns {HTMLButtonElement | null} */
  #stepAt(target) {
    const found = target instanceof Element ? target.closest(".step") : null;
    return found instanceof HTMLButtonElement && !found.disabled ? found : null;
  }

  /** @param {HTMLButtonElement} step @returns {boolean} whether the pattern has a hit there */
  #isSet({ dataset: { row, step } }) {
    return this.store.get().kept.beat.pattern[/** @type {Row} */ (row)][Number(step)] === "x";
  }

  /** @param {HTMLButtonElement} step @param {boolean} on */
  #set(step, on) {
    this.#stop(step);
    if (this.#isSet(step) === on) return;
    this.store.dispatch(setStep, /** @type {Row} */ (step.dataset.row), Number(step.dataset.step), on);
  }

  /** @param {PointerEvent} event */
  #press(event) {
    const step = this.#stepAt(event.target);
    if (!step || event.button !== 0) return;
    step.releasePointerCapture(event.pointerId); // a finger holds its first element else
    this.#painting = true;
    this.#brush = !this.#isSet(step);
    this.#set(step, this.#brush);
  }

  /** @param {PointerEvent} event */
  #paint(event) {
    if (!this.#painting) return;
    const step = this.#stepAt(document.elementFromPoint(event.clientX, event.clientY));
    if (step) this.#set(step, this.#brush);
  }

  /** A pointer has set its step already; this is for keys and for readers of the screen. @param {MouseEvent} event */
  #click(event) {
    const step = this.#stepAt(event.target);
    if (step && event.detail === 0) this.#set(step, !this.#isSet(step));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const direction = DIRECTIONS[event.key];
    const step = this.#stepAt(event.target);
    if (!direction || !step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const lines = [...this.#rows.values()].filter(({ steps }) => !steps[0]?.disabled);
    const line = lines.findIndex(({ steps }) => steps.includes(step)) + direction[0];
    const at = Math.min(STEPS - 1, Math.max(0, Number(step.dataset.step) + direction[1]));
    const next = lines[Math.min(lines.length - 1, Math.max(0, line))]?.steps[at];
    if (next) this.#stop(next);
    next?.focus();
  }

  /** @param {HTMLButtonElement} step takes the grid's one tab stop */
  #stop(step) {
    for (const { steps } of this.#rows.values())
      for (const other of steps) other.tabIndex = other === step ? 0 : -1;
  }

  #keepOneStop() {
    const all = [...this.#rows.values()].flatMap(({ steps }) => steps);
    const stop =
      all.find((step) => step.tabIndex === 0 && !step.disabled) ?? all.find((step) => !step.disabled);
    if (stop) this.#stop(stop);
  }
}
