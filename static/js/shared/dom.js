/**
 * The element with this id, checked for its kind.
 * @template {Element} T
 * @param {string} id
 * @param {{new (): T}} kind
 * @returns {T}
 */
export function byId(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new TypeError(`The page has no ${kind.name} #${id}`);
  return element;
}

/**
 * The part of an element that a selector finds, checked for its kind.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {{new (): T}} kind
 * @returns {T}
 */
export function part(root, selector, kind) {
  const element = root.querySelector(selector);
  if (!(element instanceof kind))
    throw new TypeError(`There is no ${kind.name} ${selector} in this part of the page`);
  return element;
}

/**
 * A new element with properties set and children appended.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | boolean | EventListener>} [properties] names with a dash or "for" become attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (typeof value === "boolean") element.toggleAttribute(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/**
 * Sizes a canvas to its box in device pixels; null while it has no box.
 * @param {HTMLCanvasElement} canvas
 * @returns {{draw: CanvasRenderingContext2D, width: number, height: number} | null} size in CSS pixels
 */
export function fitCanvas(canvas) {
  const { clientWidth: width, clientHeight: height } = canvas;
  const draw = canvas.getContext("2d");
  if (!draw || !width || !height) return null;
  const ratio = devicePixelRatio || 1;
  const [deviceWidth, deviceHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== deviceWidth || canvas.height !== deviceHeight)
    Object.assign(canvas, { width: deviceWidth, height: deviceHeight });
  draw.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw.clearRect(0, 0, width, height);
  return { draw, width, height };
}

/**
 * Calls `paint` when the element's box or the theme changes, and once at the start.
 * @param {Element} element
 * @param {() => void} paint
 * @returns {() => void} ends it: call it when the element goes
 */
export function repaintWith(element, paint) {
  const boxes = new ResizeObserver(paint);
  boxes.observe(element);
  document.addEventListener("themechange", paint);
  return () => {
    boxes.disconnect();
    document.removeEventListener("themechange", paint);
  };
}

/** Shows how far a slider stands: its track is filled up to the thumb. @param {HTMLInputElement} slider */
export function showFill(slider) {
  const [low, high] = [Number(slider.min), Number(slider.max)];
  slider.style.setProperty("--fill", `${(100 * (slider.valueAsNumber - low)) / (high - low)}%`);
}

/** @returns {boolean} whether the user asked for less motion */
export const motionReduced = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
