/** @import { Services } from "../panels.js" */
/** @import { Position } from "../state/state.js" */
/** @import { Store } from "../store.js" */
import { motionReduced, part } from "../../shared/dom.js";
import { foundHere } from "../state/selectors.js";
import { announce, move, visit, walkTo } from "../state/travel.js";
import { positionWords, showEnds } from "./axes.js";
import { landmarksOf, landmarkWords, shadingOf } from "./shown.js";
import { Terrain } from "./terrain.js";
import { step } from "./walk.js";

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

/** @returns {number} the pad's margin in CSS pixels */
const inset = () => INSET_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);

/** The square that the hand walks over: pointer, touch and keys in, cursor and landmarks out. */
export class Pad {
  #hovered = -1;
  #dwell = 0;
  /** @type {Position | null} where the pointer went down on a landmark, in CSS pixels of the window */
  #snappedFrom = null;

  /** @param {Store} store @param {HTMLElement} element @param {Services} services */
  constructor(store, element, { audition }) {
    this.store = store;
    this.element = element;
    this.audition = audition;
    this.cursor = part(element, "#cursor", HTMLElement);
    this.own = part(element, "#sample-mark", HTMLElement);
    this.lit = part(element, "#lit", HTMLElement);
    this.whisper = part(element, "#whisper", HTMLElement);
    this.terrain = new Terrain(part(element, "#terrain", HTMLCanvasElement), inset);
    this.#listen();
    this.#watch();
  }

  #listen() {
    this.element.addEventListener("pointerdown", (event) => this.#press(event));
    this.element.addEventListener("pointermove", (event) => this.#moved(event));
    this.element.addEventListener("pointerleave", () => this.#hover(-1));
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("blur", () => this.#hover(-1));
    this.cursor.addEventListener("transitionend", () => this.cursor.classList.remove("gliding"));
    new ResizeObserver(() => this.#put()).observe(this.element);
  }

  #watch() {
    const { store } = this;
    store.watch(
      ({ map }) => map.axes,
      (axes) => showEnds(this.element, axes),
    );
    store.watch(
      ({ map }) => map.points,
      () => this.#hover(-1),
    );
    store.watch(shadingOf, (shading) => this.terrain.show(store.get().map.points, shading));
    store.watch(
      ({ start, sound, glides }) => [start.entered, sound.x, sound.y, glides],
      () => this.#showCursor(),
    );
    store.watch(foundHere, (found) => {
      this.own.hidden = !found;
      this.#put();
    });
    store.whenChanged(
      ({ hearing }) => hearing.hits,
      () => this.#flash(store.get().hearing.hitS),
    );
  }

  #showCursor() {
    const { start, glides } = this.store.get();
    this.cursor.hidden = !start.entered;
    this.cursor.classList.toggle("gliding", glides && !motionReduced());
    this.#put();
  }

  /** A hit lights the cursor for one decay. @param {number} seconds */
  #flash(seconds) {
    if (motionReduced()) return;
    const frames = [
      { opacity: 0.9, transform: "scale(1.2)" },
      { opacity: 0, transform: "scale(2.6)" },
    ];
    const light = part(this.element, "#light", HTMLElement);
    light.animate(frames, { duration: seconds * 1000, easing: "cubic-bezier(0.1, 0.6, 0.3, 1)" });
  }

  /** Brings cursor and marks to their positions. */
  #put() {
    const state = this.store.get();
    const span = this.element.clientWidth - 2 * inset();
    /** @param {HTMLElement} mark @param {Position | null | undefined} at */
    const put = (mark, at) => {
      if (at)
        mark.style.transform = `translate(${inset() + at.x * span}px, ${inset() + (1 - at.y) * span}px)`;
    };
    put(this.cursor, state.sound);
    put(this.own, foundHere(state)?.match);
    put(this.lit, state.map.points[this.#hovered]);
  }

  /** @param {PointerEvent} event @returns {Position & {near: number}} near: index of the landmark under the pointer, or -1 */
  #positionOf(event) {
    const box = this.element.getBoundingClientRect();
    const span = box.width - 2 * inset();
    const x = clamp((event.clientX - box.left - inset()) / span);
    const y = clamp(1 - (event.clientY - box.top - inset()) / span);
    return { x, y, near: landmarksOf(this.store.get()).nearest(x, y, SNAP_PX / span) };
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest("button, a"))) return; // of a message on it
    this.element.setPointerCapture(event.pointerId);
    const { x, y, near } = this.#positionOf(event);
    const landmark = this.store.get().map.points[near];
    this.#snappedFrom = landmark ? { x: event.clientX, y: event.clientY } : null;
    clearTimeout(this.#dwell);
    if (landmark) this.store.dispatch(visit, landmark);
    else this.store.dispatch(move, { x, y });
  }

  /** @param {PointerEvent} event */
  #moved(event) {
    const { x, y, near } = this.#positionOf(event);
    const held = event.buttons !== 0 && this.element.hasPointerCapture(event.pointerId);
    this.#hover(near, !held && event.pointerType === "mouse" && this.store.get().view.auditions);
    if (!held) return;
    const from = this.#snappedFrom;
    if (from && Math.hypot(event.clientX - from.x, event.clientY - from.y) < DRAG_PX) return;
    this.#snappedFrom = null;
    this.store.dispatch(move, { x, y });
  }

  /** @param {number} index of the landmark to name and mark, or -1 @param {boolean} [listen] whether it is heard when the pointer stays */
  #hover(index, listen = false) {
    if (index === this.#hovered) return;
    this.#hovered = index;
    clearTimeout(this.#dwell);
    const landmark = this.store.get().map.points[index];
    this.lit.hidden = !landmark;
    this.whisper.textContent = landmarkWords(this.store.get(), index);
    this.#put();
    if (landmark && listen) this.#dwell = setTimeout(() => void this.audition(landmark), DWELL_MS);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [direction, walk] = [DIRECTIONS[event.key], WALKS[event.key]];
    if (!direction && !walk) return;
    event.preventDefault();
    if (walk) return this.#walk(walk);
    const size = event.shiftKey ? LARGE_STEP : STEP;
    const [across, up] = direction ?? [0, 0];
    const { x, y } = this.store.get().sound;
    this.#hover(-1);
    this.store.dispatch(move, { x: clamp(x + size * across), y: clamp(y + size * up) });
    this.store.dispatch(announce, positionWords(this.store.get()));
  }

  /** @param {1 | -1} direction along the walk from landmark to landmark */
  #walk(direction) {
    const { store } = this;
    const { map, sound } = store.get();
    const walk = step(landmarksOf(store.get()), map.walk, sound, direction);
    const index = walk?.path[walk.at] ?? -1;
    const landmark = map.points[index];
    if (!walk || !landmark)
      return store.dispatch(announce, direction > 0 ? "No further landmark" : "The walk began here");
    store.dispatch(walkTo, landmark, walk);
    this.#hover(index);
    store.dispatch(announce, landmarkWords(store.get(), index));
  }
}
