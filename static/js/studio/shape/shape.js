/** @import { Model } from "../../shared/api.js" */
/** @import { Options, Store } from "../store.js" */
import { byId } from "../../shared/dom.js";
import { numberText, optionNamed, optionTable, sliderNames, withOptions } from "../options.js";
import { fullLength, scaleOf } from "./scales.js";

const LARGE_STEPS = 10;

/** @type {Record<string, number>} */
const DIRECTIONS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

/** A slider with its number and its reset. */
class Knob {
  /** @param {string} name @param {(position: number | null) => void} onTurn null is its rest */
  constructor(name, onTurn) {
    this.box = /** @type {HTMLElement} */ (document.querySelector(`[data-shape="${name}"]`));
    this.input = byId(`shape-${name}`, HTMLInputElement);
    this.output = /** @type {HTMLOutputElement} */ (this.box.querySelector("output"));
    this.reset = /** @type {HTMLButtonElement} */ (this.box.querySelector("button"));
    this.scale = scaleOf(name);
    this.onTurn = onTurn;
    this.input.addEventListener("input", () => onTurn(this.input.valueAsNumber));
    this.input.addEventListener("dblclick", () => onTurn(null));
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.reset.addEventListener("click", () => {
      if (document.activeElement === this.reset) this.input.focus(); // the button goes
      onTurn(null);
    });
  }

  /** @param {string | undefined} text as in an address @param {number} full seconds */
  show(text, full) {
    const value = text === undefined ? null : Number(text);
    const rest = this.#percent(this.scale.position(null, full));
    const at = this.scale.position(value, full);
    const words = this.scale.words(value, full);
    if (Math.abs(this.input.valueAsNumber - at) >= Number(this.input.step) / 2) this.input.value = String(at);
    this.input.style.setProperty("--from", `${Math.min(rest, this.#percent(at))}%`);
    this.input.style.setProperty("--to", `${Math.max(rest, this.#percent(at))}%`);
    this.input.setAttribute("aria-valuetext", words);
    this.output.textContent = words;
    this.reset.disabled = value === null;
    this.box.classList.toggle("changed", value !== null);
  }

  /** @param {number} position @returns {number} how much of the way, 0 to 100 */
  #percent(position) {
    const { min, max } = this.input;
    return Math.min(100, Math.max(0, (100 * (position - Number(min))) / (Number(max) - Number(min))));
  }

  /** Shift takes large steps, as everywhere. @param {KeyboardEvent} event */
  #key(event) {
    const direction = DIRECTIONS[event.key];
    if (!direction || !event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.input.stepUp(direction * LARGE_STEPS);
    this.onTurn(this.input.valueAsNumber);
  }
}

/** @param {string} name @returns {string | undefined} the option that must stay below this one */
const nameBelow = (name) => optionTable().find(({ below }) => below === name)?.name;

/** The panel that shapes the sound. It changes the sound's address; the worker does the rest. */
export class ShapePanel {
  #all = byId("shape-reset", HTMLButtonElement);
  #names = sliderNames();
  #knobs = new Map(
    this.#names.map((name) => [name, new Knob(name, (position) => this.#turn(name, position))]),
  );

  /**
   * @param {Store} store
   * @param {() => Model | undefined} model
   * @param {() => void} onTurn
   */
  constructor(store, model, onTurn) {
    this.store = store;
    this.model = model;
    this.onTurn = onTurn;
    this.#all.addEventListener("click", () =>
      this.#set(Object.fromEntries(this.#names.map((name) => [name, null]))),
    );
    store.subscribe(({ options }) => this.#show(options));
  }

  /** @param {Options} options */
  #show(options) {
    const model = this.model();
    if (!model) return;
    const full = fullLength(model, options);
    for (const [name, knob] of this.#knobs) knob.show(options[name], full);
    for (const { name, needs } of optionTable())
      if (needs) this.#knobs.get(name)?.box.toggleAttribute("hidden", !model[needs]);
    this.#all.disabled = this.#names.every((name) => !(name in options));
  }

  /** @param {string} name @param {number | null} position */
  #turn(name, position) {
    const model = this.model();
    if (!model) return;
    const full = fullLength(model, this.store.get().options);
    const value = position === null ? null : scaleOf(name).value(this.#apart(name, position, full), full);
    this.#set({ [name]: value === null ? null : numberText(value) });
  }

  /** Cuts that met would leave nothing: each stops a step before the other. @param {string} name @param {number} position @param {number} full */
  #apart(name, position, full) {
    const { below, slider } = optionNamed(name);
    const [above, under] = [this.#at(below, full), this.#at(nameBelow(name), full)];
    if (above !== null) return Math.max(slider?.travel.min ?? 0, Math.min(position, Math.floor(above) - 1));
    if (under !== null) return Math.min(slider?.travel.max ?? 0, Math.max(position, Math.ceil(under) + 1));
    return position;
  }

  /** @param {string | null | undefined} name @param {number} full @returns {number | null} where its thumb is; null while it is as by default */
  #at(name, full) {
    const text = name ? this.store.get().options[name] : undefined;
    return name && text !== undefined ? scaleOf(name).position(Number(text), full) : null;
  }

  /** @param {Record<string, string | null>} changes */
  #set(changes) {
    this.onTurn();
    this.store.set({ options: withOptions(this.store.get().options, changes) });
  }
}
