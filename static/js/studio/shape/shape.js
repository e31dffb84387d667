/** @import { Options } from "../state/state.js" */
/** @import { Store } from "../store.js" */
import { part } from "../../shared/dom.js";
import { numberText, optionNamed, optionTable, sliderNames } from "../options.js";
import { modelOf } from "../state/selectors.js";
import { shape } from "../state/travel.js";
import { fullLength, scaleOf } from "./scales.js";

const LARGE_STEPS = 10;

/** @type {Record<string, number>} */
const DIRECTIONS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

/** A slider with its number and its reset. */
class Knob {
  /** @param {HTMLElement} box @param {string} name @param {(position: number | null) => void} onTurn null is its rest */
  constructor(box, name, onTurn) {
    this.box = box;
    this.input = part(box, "input", HTMLInputElement);
    this.output = part(box, "output", HTMLOutputElement);
    this.reset = part(box, "button", HTMLButtonElement);
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

/** @param {string | null | undefined} name @param {Options} options @param {number} full @returns {number | null} where its thumb is; null while it is as by default */
function positionOf(name, options, full) {
  const text = name ? options[name] : undefined;
  return name && text !== undefined ? scaleOf(name).position(Number(text), full) : null;
}

/** Cuts that met would leave nothing: each stops a step before the other. @param {string} name @param {number} position @param {Options} options @param {number} full */
function apart(name, position, options, full) {
  const { below, slider } = optionNamed(name);
  const [above, under] = [positionOf(below, options, full), positionOf(nameBelow(name), options, full)];
  if (above !== null) return Math.max(slider?.travel.min ?? 0, Math.min(position, Math.floor(above) - 1));
  if (under !== null) return Math.min(slider?.travel.max ?? 0, Math.max(position, Math.ceil(under) + 1));
  return position;
}

/** @param {Store} store @param {string} name @param {number | null} position null is its rest */
function turn(store, name, position) {
  const { options } = store.get().sound;
  const model = modelOf(store.get());
  if (!model) return;
  const full = fullLength(model, options);
  const value = position === null ? null : scaleOf(name).value(apart(name, position, options, full), full);
  store.dispatch(shape, { [name]: value === null ? null : numberText(value) });
}

/** @param {Store} store @param {Map<string, Knob>} knobs */
function show(store, knobs) {
  const { options } = store.get().sound;
  const model = modelOf(store.get());
  if (!model) return;
  const full = fullLength(model, options);
  for (const [name, knob] of knobs) knob.show(options[name], full);
  for (const { name, needs } of optionTable())
    if (needs) knobs.get(name)?.box.toggleAttribute("hidden", !model[needs]);
}

/** The sliders that shape the sound. They change its address; the worker does the rest. @param {Store} store @param {HTMLElement} element */
export function shaping(store, element) {
  const all = part(element, "#shape-reset", HTMLButtonElement);
  const names = sliderNames();
  /** @param {string} name @returns {[string, Knob]} */
  const knob = (name) => {
    const box = part(element, `[data-shape="${name}"]`, HTMLElement);
    return [name, new Knob(box, name, (position) => turn(store, name, position))];
  };
  const knobs = new Map(names.map(knob));
  all.addEventListener("click", () =>
    store.dispatch(shape, Object.fromEntries(names.map((name) => [name, null]))),
  );
  store.watch(
    (state) => [modelOf(state), state.sound.options],
    () => show(store, knobs),
  );
  store.watch(
    ({ sound }) => names.every((name) => !(name in sound.options)),
    (plain) => (all.disabled = plain),
  );
}
