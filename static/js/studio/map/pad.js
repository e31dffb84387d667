/** @import { Landmark } from "../../shared/api.js" */
import { announce } from "../../shared/announce.js";
import { byId, motionReduced } from "../../shared/dom.js";
import { Landmarks, titleOf } from "./landmarks.js";
import { Legend } from "./legend.js";
import { shade } from "./shading.js";
import { Terrain } from "./terrain.js";

const SNAP_PX = 9;
const DRAG_PX = 4;
const STEP = 0.01;
const LARGE_STEP = 0.1;
const INSET_REM = 1.25;
const DWELL_MS = 160; // a pointer passing over landmarks is not listening to them

/** @param {number} value */
const clamp = (value) => Math.min(1, Math.max(0, value));

/** @type {Record<string, [number, number]>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
/** @type {Record<string, 1 | -1>} */
const WALKS = { PageDown: 1, "]": 1, PageUp: -1, "[": -1 };

/** The square that the hand walks over: pointer, touch and keys in, cursor and landmarks out. */
export class Pad {
  #element = byId("pad", HTMLDivElement);
  #place = byId("place", HTMLElement);
  #own = byId("own-place", HTMLElement);
  #light = byId("light", HTMLElement);
  #lit = byId("lit", HTMLElement);
  #whisper = byId("whisper", HTMLElement);
  #terrain = new Terrain(byId("terrain", HTMLCanvasElement), () => this.#inset());
  #legend = new Legend(() => this.#paint());
  #landmarks = new Landmarks([]);
  /** @type {import("./shading.js").Shading | null} */
  #shading = null;
  #at = { x: 0.5, y: 0.5 };
  /** @type {{x: number, y: number} | null} */
  #ownAt = null;
  /** @type {{x: number, y: number} | null} where the pointer went down on a landmark */
  #snappedFrom = null;
  #hovered = -1;
  #dwell = 0;

  /**
   * @param {(x: number, y: number, landmark: Landmark | null) => void} onMove
   * @param {(landmark: Landmark) => void} onAudition a landmark wants to be heard where it lies
   */
  constructor(onMove, onAudition) {
    this.onMove = onMove;
    this.onAudition = onAudition;
    this.#element.addEventListener("pointerdown", (event) => this.#press(event));
    this.#element.addEventListener("pointermove", (event) => this.#moved(event));
    this.#element.addEventListener("pointerleave", () => this.#hover(-1));
    this.#element.addEventListener("keydown", (event) => this.#key(event));
    this.#element.addEventListener("blur", () => this.#hover(-1));
    this.#place.addEventListener("transitionend", () => this.#place.classList.remove("gliding"));
    new ResizeObserver(() => this.#put()).observe(this.#element);
  }

  /** @param {Landmark[]} points */
  setPoints(points) {
    this.#landmarks = new Landmarks(points);
    this.#hover(-1);
    this.#paint();
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

  /** The landmark that the walk leads to next. @returns {Landmark | null} */
  get ahead() {
    return this.#landmarks.points[this.#landmarks.ahead(this.#at.x, this.#at.y)] ?? null;
  }

  /** A hit lights the cursor for one decay. @param {number} seconds */
  flash(seconds) {
    if (motionReduced()) return;
    const frames = [
      { opacity: 0.9, transform: "scale(1.2)" },
      { opacity: 0, transform: "scale(2.6)" },
    ];
    this.#light.animate(frames, { duration: seconds * 1000, easing: "cubic-bezier(0.1, 0.6, 0.3, 1)" });
  }

  #paint() {
    const { points } = this.#landmarks;
    this.#shading = points.length ? shade(points, this.#legend.property) : null;
    this.#legend.show(this.#shading);
    this.#terrain.show(points, this.#shading);
  }

  #inset() {
    return INSET_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  #put() {
    const inset = this.#inset();
    const span = this.#element.clientWidth - 2 * inset;
    /** @param {HTMLElement} mark @param {{x: number, y: number} | null | undefined} at */
    const put = (mark, at) => {
      if (at) mark.style.transform = `translate(${inset + at.x * span}px, ${inset + (1 - at.y) * span}px)`;
    };
    put(this.#place, this.#at);
    put(this.#own, this.#ownAt);
    put(this.#lit, this.#landmarks.points[this.#hovered]);
  }

  /** @param {PointerEvent} event */
  #placeOf(event) {
    const box = this.#element.getBoundingClientRect();
    const inset = this.#inset();
    const span = box.width - 2 * inset;
    const [x, y] = [
      clamp((event.clientX - box.left - inset) / span),
      clamp(1 - (event.clientY - box.top - inset) / span),
    ];
    return { x, y, near: this.#landmarks.nearest(x, y, SNAP_PX / span) };
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest("button, a"))) return; // of a message on it
    this.#element.setPointerCapture(event.pointerId);
    const { x, y, near } = this.#placeOf(event);
    const landmark = this.#landmarks.points[near] ?? null;
    this.#snappedFrom = landmark && { x: event.clientX, y: event.clientY };
    this.#leave();
    this.onMove(landmark?.x ?? x, landmark?.y ?? y, landmark);
  }

  /** @param {PointerEvent} event */
  #moved(event) {
    const { x, y, near } = this.#placeOf(event);
    const held = event.buttons !== 0 && this.#element.hasPointerCapture(event.pointerId);
    this.#hover(near, !held && event.pointerType === "mouse" && this.#legend.auditions);
    if (!held) return;
    const from = this.#snappedFrom;
    if (from && Math.hypot(event.clientX - from.x, event.clientY - from.y) < DRAG_PX) return;
    this.#snappedFrom = null;
    this.onMove(x, y, null);
  }

  #leave() {
    clearTimeout(this.#dwell);
    this.#landmarks.leave();
  }

  /** @param {number} index of the landmark to name and mark, or -1 @param {boolean} [listen] whether it is heard when the pointer stays */
  #hover(index, listen = false) {
    if (index === this.#hovered) return;
    this.#hovered = index;
    clearTimeout(this.#dwell);
    const landmark = this.#landmarks.points[index];
    this.#lit.hidden = !landmark;
    this.#whisper.textContent = landmark ? this.#describe(landmark, index) : "";
    this.#put();
    if (landmark && listen) this.#dwell = setTimeout(() => this.onAudition(landmark), DWELL_MS);
  }

  /** @param {Landmark} landmark @param {number} index */
  #describe(landmark, index) {
    return [titleOf(landmark.name), this.#shading?.tell(index)].filter(Boolean).join(" · ");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [direction, walk] = [DIRECTIONS[event.key], WALKS[event.key]];
    if (!direction && !walk) return;
    event.preventDefault();
    if (walk) return this.#walk(walk);
    const step = event.shiftKey ? LARGE_STEP : STEP;
    const [across, up] = direction ?? [0, 0];
    this.#leave();
    this.#hover(-1);
    this.onMove(clamp(this.#at.x + step * across), clamp(this.#at.y + step * up), null);
    announce(["x", "y"].map((axis) => byId(axis, HTMLElement).getAttribute("aria-valuetext")).join("; "));
  }

  /** @param {1 | -1} direction along the walk from landmark to landmark */
  #walk(direction) {
    const index = this.#landmarks.walk(this.#at.x, this.#at.y, direction);
    const landmark = this.#landmarks.points[index];
    if (!landmark) return announce(direction > 0 ? "No further landmark" : "The walk began here");
    this.onMove(landmark.x, landmark.y, landmark);
    this.#hover(index);
    announce(this.#describe(landmark, index));
  }
}
