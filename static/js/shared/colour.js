// OKLab after Björn Ottosson, "A perceptual color space for image processing" (2020): straight lines in it look even.

/** @typedef {[number, number, number]} Triple */

/** @param {number} v @returns {number} */
const toLinear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
/** @param {number} v @returns {number} */
const fromLinear = (v) => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);

/** @param {Triple} rgb in 0…1 @returns {Triple} lightness in 0…1, a and b */
export function toOklab(rgb) {
  const [r, g, b] = /** @type {Triple} */ (rgb.map(toLinear));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** @param {Triple} lab @returns {Triple} rgb, kept in 0…1 */
export function fromOklab([lightness, a, b]) {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  /** @type {Triple} */
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return /** @type {Triple} */ (linear.map((v) => fromLinear(Math.min(1, Math.max(0, v)))));
}

/**
 * A colour of the theme as the element sees it; tokens are registered, so they compute to rgb().
 * @param {Element} element @param {string} token @returns {Triple}
 */
function readToken(element, token) {
  const numbers = getComputedStyle(element)
    .getPropertyValue(token)
    .match(/[\d.]+/g) ?? ["0", "0", "0"];
  return /** @type {Triple} */ (numbers.slice(0, 3).map((v) => Number(v) / 255));
}

/**
 * 256 RGB steps through colours, even to the eye.
 * @param {Triple[]} colours at least two, in 0…1
 * @returns {Uint8ClampedArray} 256 × 3
 */
export function rampThrough(colours) {
  const stops = colours.map(toOklab);
  const steps = new Uint8ClampedArray(256 * 3);
  for (let i = 0; i < 256; i += 1) {
    const rgb = fromOklab(mixed(stops, (i / 255) * (stops.length - 1)));
    steps.set(
      rgb.map((v) => v * 255),
      3 * i,
    );
  }
  return steps;
}

/** @param {Triple[]} stops @param {number} position from 0 at the first to one less than there are @returns {Triple} */
function mixed(stops, position) {
  const from = Math.min(Math.floor(position), stops.length - 2);
  const [low = [0, 0, 0], high = [0, 0, 0]] = [stops[from], stops[from + 1]];
  return /** @type {Triple} */ (low.map((v, k) => v + ((high[k] ?? 0) - v) * (position - from)));
}

/**
 * 256 RGB steps through the theme's tokens.
 * @param {Element} element
 * @param {string[]} [tokens]
 */
export const ramp = (element, tokens = ["--ramp-low", "--ramp-mid", "--ramp-high"]) =>
  rampThrough(tokens.map((token) => readToken(element, token)));

/** @param {Uint8ClampedArray} steps @param {number} value in 0…1 @returns {string} */
export function rampColour(steps, value) {
  const at = 3 * Math.round(Math.min(1, Math.max(0, value)) * 255);
  return `rgb(${steps[at]} ${steps[at + 1]} ${steps[at + 2]})`;
}

/** @param {Element} element @param {string} token @returns {string} */
export const themeColour = (element, token) => getComputedStyle(element).getPropertyValue(token);
