/** @import { Place } from "./simplify.js" */
import { rounded } from "../../shared/api.js";
import { byId } from "../../shared/dom.js";
import { MOST } from "./kit.js";
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

/** A kit's places over the pad, first to last from small to large, and the hand that draws a path there. */
export class PathLayer {
  #pad = byId("pad", HTMLElement);
  #svg = shape("svg", { class: "kit-layer", viewBox: `0 0 ${SIDE} ${SIDE}`, "aria-hidden": "true" });
  /** @type {Place[] | null} */
  #drawn = null;
  #drawing = false;

  /** @param {(corners: Place[]) => void} onDrawn @param {() => void} onStop */
  constructor(onDrawn, onStop) {
    this.onDrawn = onDrawn;
    this.onStop = onStop;
    this.#pad.append(this.#svg);
    this.#pad.addEventListener("pointerdown", (event) => this.#begin(event));
    this.#pad.addEventListener("pointermove", (event) => this.#go(event));
    for (const end of ["pointerup", "pointercancel"]) this.#pad.addEventListener(end, () => this.#finish());
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#drawing) this.draw(false);
    });
  }

  get drawing() {
    return this.#drawing;
  }

  /** @param {boolean} on whether the next stroke on the pad is a path */
  draw(on) {
    this.#drawing = on;
    this.#drawn = null;
    this.#pad.classList.toggle("drawing", on);
    if (on)
      this.#pad.scrollIntoView({ block: "nearest" }); // on a phone it may be far above
    else this.onStop();
  }

  /** @param {Place[]} line the corners that a path joins @param {Place[]} places the kit's sounds */
  show(line, places) {
    const radius = (/** @type {number} */ turn) =>
      SMALLEST_DOT + ((LARGEST_DOT - SMALLEST_DOT) * turn) / Math.max(1, places.length - 1);
    const dots = places.map(({ x, y }, turn) =>
      shape("circle", { cx: SIDE * x, cy: SIDE * (1 - y), r: radius(turn) }),
    );
    this.#svg.replaceChildren(...this.#line(line), ...dots);
  }

  /** @param {Place[]} corners */
  #line(corners) {
    const points = corners.map(({ x, y }) => `${SIDE * x},${SIDE * (1 - y)}`).join(" ");
    return corners.length > 1
      ? ["under", "over"].map((name) => shape("polyline", { class: name, points }))
      : [];
  }

  /** @param {PointerEvent} event @returns {Place} */
  #placeOf({ clientX, clientY }) {
    const { left, top, width, height } = this.#svg.getBoundingClientRect();
    const clamp = (/** @type {number} */ value) => Math.min(1, Math.max(0, value));
    return { x: rounded(clamp((clientX - left) / width)), y: rounded(clamp(1 - (clientY - top) / height)) };
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    if (this.#drawing && event.button === 0) this.#drawn = [this.#placeOf(event)];
  }

  /** @param {PointerEvent} event */
  #go(event) {
    if (!this.#drawn) return;
    this.#drawn.push(this.#placeOf(event));
    this.show(this.#drawn, []);
  }

  #finish() {
    const stroke = this.#drawn;
    this.#drawn = null;
    if (!stroke || extent(stroke) < SHORTEST) return;
    this.onDrawn(simplified(stroke, MOST));
    this.draw(false);
  }
}
