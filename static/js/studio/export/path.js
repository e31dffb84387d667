/** @import { Position } from "../state/state.js" */
/** @import { Store } from "../store.js" */
import { rounded } from "../address.js";
import { drawKit, drawnKit } from "../state/kit.js";
import { entriesOf, MOST, positionsOf } from "./kit.js";
import { extent, simplified } from "./simplify.js";

const SVG = "http://www.w3.org/2000/svg";
const SIDE = 1000; // the layer's own units from one end of an axis to the other
const SHORTEST = 0.02;
const SMALLEST_DOT = 7;
const LARGEST_DOT = 13;

/** @param {string} tag @param {Record<string, string | number>} attributes */
function shape(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

/** The kit's sounds over the pad, first to last from small to large, and the hand that draws a path there. */
export class PathLayer {
  /** @type {Position[] | null} the stroke that goes on */
  #stroke = null;

  /** @param {Store} store @param {HTMLElement} element the pad */
  constructor(store, element) {
    this.store = store;
    this.element = element;
    this.svg = shape("svg", { class: "kit-layer", viewBox: `0 0 ${SIDE} ${SIDE}`, "aria-hidden": "true" });
    element.append(this.svg);
    this.#listen();
    store.watch(
      ({ kit }) => kit.drawing,
      (drawing) => this.#arm(drawing),
    );
    store.watch(
      (state) => [entriesOf(state), state.kit.of, state.kit.count],
      () => this.#showKit(),
    );
  }

  #listen() {
    this.element.addEventListener("pointerdown", (event) => this.#begin(event));
    this.element.addEventListener("pointermove", (event) => this.#go(event));
    for (const end of ["pointerup", "pointercancel"])
      this.element.addEventListener(end, () => this.#finish());
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.store.get().kit.drawing) this.store.dispatch(drawKit, false);
    });
  }

  /** @param {boolean} drawing */
  #arm(drawing) {
    this.#stroke = null;
    this.element.classList.toggle("drawing", drawing);
    if (drawing) this.element.scrollIntoView({ block: "nearest" }); // on a phone it may be far above
  }

  #showKit() {
    const state = this.store.get();
    this.#show(state.kit.of === "path" ? entriesOf(state) : [], positionsOf(state));
  }

  /** @param {readonly Position[]} corners of a path @param {readonly Position[]} sounds of the kit */
  #show(corners, sounds) {
    const radius = (/** @type {number} */ turn) =>
      SMALLEST_DOT + ((LARGEST_DOT - SMALLEST_DOT) * turn) / Math.max(1, sounds.length - 1);
    const dots = sounds.map(({ x, y }, turn) =>
      shape("circle", { cx: SIDE * x, cy: SIDE * (1 - y), r: radius(turn) }),
    );
    this.svg.replaceChildren(...line(corners), ...dots);
  }

  /** @param {PointerEvent} event @returns {Position} */
  #positionOf({ clientX, clientY }) {
    const { left, top, width, height } = this.svg.getBoundingClientRect();
    const clamp = (/** @type {number} */ value) => Math.min(1, Math.max(0, value));
    return { x: rounded(clamp((clientX - left) / width)), y: rounded(clamp(1 - (clientY - top) / height)) };
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    if (this.store.get().kit.drawing && event.button === 0) this.#stroke = [this.#positionOf(event)];
  }

  /** @param {PointerEvent} event */
  #go(event) {
    if (!this.#stroke) return;
    this.#stroke.push(this.#positionOf(event));
    this.#show(this.#stroke, []);
  }

  #finish() {
    const stroke = this.#stroke;
    this.#stroke = null;
    if (!stroke) return;
    if (extent(stroke) < SHORTEST) this.#showKit();
    else this.store.dispatch(drawnKit, simplified(stroke, MOST));
  }
}

/** @param {readonly Position[]} corners */
function line(corners) {
  const points = corners.map(({ x, y }) => `${SIDE * x},${SIDE * (1 - y)}`).join(" ");
  return corners.length > 1
    ? ["under", "over"].map((name) => shape("polyline", { class: name, points }))
    : [];
}
