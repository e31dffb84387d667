/** @import { Landmark } from "../../shared/api.js" */
import { cellAt, crowd, meanAround } from "./field.js";
import { noteHz } from "./moves.js";

export const PROPERTIES = /** @type {const} */ (["brightness", "length", "pitch", "density", "known"]);

/** @typedef {typeof PROPERTIES[number]} Property */

/**
 * A map in the colours of one property.
 * @typedef {Object} Shading
 * @property {Float32Array} dots of each landmark, 0 for the lowest twentieth to 1 for the highest; NaN where unknown
 * @property {Float32Array} ground the same for each cell
 * @property {Float32Array} crowd landmarks near each cell: where there are none the ground fades
 * @property {string} low the value at the ramp's lower end
 * @property {string} high and at its upper end
 * @property {(index: number) => string} words the measured value of a landmark, with its unit
 */

const ENOUGH = 6; // landmarks around a cell that make it half as well known as any number would

/** @typedef {{of: (point: Landmark) => number | undefined, text: (value: number) => string}} Measure */

/** @param {number} hertz */
const hertz = (hertz) => (hertz >= 1000 ? `${(hertz / 1000).toFixed(1)} kHz` : `${Math.round(hertz)} Hz`);
/** @param {number} seconds */
const milliseconds = (seconds) => `${Math.round(1000 * seconds)} ms`;
/** @param {number} count */
const sounds = (count) => `${Math.max(1, Math.round(count))} near`;

/** Measures of every landmark. One hears their ratios, so their colours are logarithmic. @type {Record<"brightness" | "length" | "pitch", Measure>} */
const MEASURES = {
  brightness: { of: (point) => point.brightness_hz, text: hertz },
  length: { of: (point) => point.length_s, text: milliseconds },
  pitch: { of: noteHz, text: hertz },
};

/** @param {number | undefined} value @returns {number} octaves; NaN for what was not found */
const octaves = (value) => (value && value > 0 ? Math.log2(value) : NaN);

/** @param {ArrayLike<number>} values @returns {(value: number) => number} to 0…1 from the lowest to the highest twentieth */
function ranged(values) {
  const [low, high] = ends(values);
  return (value) => Math.min(1, Math.max(0, (value - low) / Math.max(1e-6, high - low)));
}

/** @param {ArrayLike<number>} values @returns {[number, number]} 5th and 95th percentile of those that are numbers */
function ends(values) {
  const sorted = Float32Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .toSorted();
  /** @param {number} share */
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return [at(0.05), at(0.95)];
}

/** @param {Landmark[]} points @param {Measure} measure @returns {Shading} */
function measured(points, { of, text }) {
  const values = points.map((point) => octaves(of(point)));
  const [low, high] = ends(values);
  const range = ranged(values);
  return {
    dots: Float32Array.from(values, range),
    ground: meanAround(points, values).map(range),
    crowd: crowd(points),
    low: text(2 ** low),
    high: text(2 ** high),
    words: (i) => (Number.isNaN(values[i] ?? NaN) ? "" : text(2 ** (values[i] ?? 0))),
  };
}

/** @param {Landmark[]} points @returns {Shading} */
function density(points) {
  const near = crowd(points);
  const counts = points.map((point) => near[cellAt(point)] ?? 0);
  const range = ranged(counts.map(Math.log2));
  const [low, high] = ends(counts);
  return {
    dots: Float32Array.from(counts, (count) => range(Math.log2(count))),
    ground: near.map((count) => range(Math.log2(Math.max(count, 1e-6)))),
    crowd: near,
    low: sounds(low),
    high: sounds(high),
    words: (i) => sounds(counts[i] ?? 0),
  };
}

/**
 * How well the model knows each region: the number of landmarks around, or its distance from them where
 * the artefact has it: as far as it is heard (`heard_db`), or over all cells in older ones (`fit_db`).
 * @param {Landmark[]} points @returns {Shading}
 */
function known(points) {
  const near = crowd(points);
  const fits = points.map((point) => point.heard_db ?? point.fit_db ?? NaN);
  const hasFits = fits.some((fit) => !Number.isNaN(fit));
  const misfit = hasFits ? meanAround(points, fits) : null;
  const covered = near.map((count, i) => count / (count + ENOUGH) / (1 + (misfit?.[i] ?? 0)));
  const at = points.map((point) => covered[cellAt(point)] ?? 0);
  const range = ranged(at);
  const [best, worst] = ends(fits);
  return {
    dots: Float32Array.from(at, range),
    ground: covered.map(range),
    crowd: near,
    low: hasFits ? `${worst.toFixed(1)} dB off` : "few near",
    high: hasFits ? `${best.toFixed(1)} dB off` : "many near",
    words: (i) =>
      Number.isNaN(fits[i] ?? NaN)
        ? sounds(near[cellAt(/** @type {Landmark} */ (points[i]))] ?? 0)
        : `${fits[i]?.toFixed(1)} dB off`,
  };
}

/** @param {Landmark[]} points @param {Property} property @returns {Shading} */
export function shade(points, property) {
  if (property === "density") return density(points);
  return property === "known" ? known(points) : measured(points, MEASURES[property]);
}
