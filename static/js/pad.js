/** @import { Landmark } from "./api.js" */
import { byId, motionReduced } from "./dom.js";
import { Terrain } from "./terrain.js";

const SNAP_PX = 9;
const DRAG_PX = 4;
const STEP = 0.01;
const LARGE_STEP = 0.1;
const INSET_REM = 1.25;

/** @param {number} value */
const clamp = (value) => Math.min(1, Math.max(0, value));

/** @type {Record<string, [number, number]>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

/** The square that the hand walks over: pointer, touch and keys in, cursor and landmarks out. */
export class Pad {
  #element = byId("pad", HTMLDivElement);
  #place = byId("place", HTMLElement);
  #own = byId("own-place", HTMLElement);
  #light = byId("light", HTMLElement);
  #whisper = byId("whisper", HTMLElement);
  #terrain = new Terrain(byId("terrain", HTMLCanvasElement), () => this.#inset());
  #at = { x: 0.5, y: 0.5 };
  /** @type {{x: number, y: number} | null} */
  #ownAt = null;
  /** @type {{x: number, y: number} | null} where the pointer went down on a landmark */
  #snappedFrom = null;

  /** @param {(x: number, y: number, landmark: Landmark | null) => void} onMove */
  constructor(onMove) {
    this.onMove = onMove;
    this.#element.addEventListener("pointerdown", (event) => this.#press(event));
    this.#element.addEventListener("pointermove", (event) => this.#moved(event));
    this.#element.addEventListener("pointerleave", () => this.#hover(null));
    this.#element.addEventListener("keydown", (event) => this.#key(event));
    this.#place.addEventListener("transitionend", () => this.#place.classList.remove("gliding"));
    new ResizeObserver(() => this.#put()).observe(this.#element);
  }

  /** @param {Landmark[]} points */
  setPoints(points) {
    this.#terrain.setPoints(points);
  }

  /** @param {number} x @param {number} y @param {boolean} [glide] */
  show(x, y, glide = false) {
    this.#at = { x, y };
    this.#place.hidden = false;
    this.#place.classList.toggle("gliding", glide && !motionReduced());
    this.#put();
  }

  /** @param {{x: number, y: number} | null} at where the user's own sample lies */
  showOwn(at) {
    this.#ownAt = at;
    this.#own.hidden = !at;
    this.#put();
  }

  /** A hit lights the cursor for one decay. @param {number} seconds */
  flash(seconds) {
    if (motionReduced()) return;
    const frames = [{ opacity: 0.9, transform: "scale(1.2)" }, { opacity: 0, transform: "scale(2.6)" }];
    this.#light.animate(frames, { duration: seconds * 1000, easing: "cubic-bezier(0.1, 0.6, 0.3, 1)" });
  }

  #inset() {
    return INSET_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  #put() {
    const inset = this.#inset();
    const span = this.#element.clientWidth - 2 * inset;
    /** @param {HTMLElement} mark @param {{x: number, y: number}} at */
    const put = (mark, { x, y }) => (mark.style.transform = `translate(${inset + x * span}px, ${inset + (1 - y) * span}px)`);
    put(this.#place, this.#at);
    if (this.#ownAt) put(this.#own, this.#ownAt);
  }

  /** @param {PointerEvent} event */
  #placeOf(event) {
    const box = this.#element.getBoundingClientRect();
    const inset = this.#inset();
    const span = box.width - 2 * inset;
    return { x: clamp((event.clientX - box.left - inset) / span), y: clamp(1 - (event.clientY - box.top - inset) / span), reach: SNAP_PX / span };
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button !== 0) return;
    this.#element.setPointerCapture(event.pointerId);
    const { x, y, reach } = this.#placeOf(event);
    const landmark = this.#terrain.nearest(x, y, reach);
    this.#snappedFrom = landmark && { x: event.clientX, y: event.clientY };
    this.onMove(landmark?.x ?? x, landmark?.y ?? y, landmark);
  }

  /** @param {PointerEvent} event */
  #moved(event) {
    const { x, y, reach } = this.#placeOf(event);
    this.#hover(this.#terrain.nearest(x, y, reach));
    if (!event.buttons || !this.#element.hasPointerCapture(event.pointerId)) return;
    const from = this.#snappedFrom;
    if (from && Math.hypot(event.clientX - from.x, event.clientY - from.y) < DRAG_PX) return;
    this.#snappedFrom = null;
    this.onMove(x, y, null);
  }

  /** @param {Landmark | null} landmark */
  #hover(landmark) {
    this.#terrain.lightUp(landmark);
    this.#whisper.textContent = landmark?.name ?? "";
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const direction = DIRECTIONS[event.key];
    if (!direction || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const step = event.shiftKey ? LARGE_STEP : STEP;
    this.onMove(clamp(this.#at.x + step * direction[0]), clamp(this.#at.y + step * direction[1]), null);
  }
}
