/** @typedef {{x: number, y: number}} Position */

export const CELLS = 96;
export const MARGIN = 0.08; // the ground runs on under the pad's edge
const REACH = 0.055; // how far one landmark colours its surroundings, in map units
const SPREAD = (REACH * CELLS) / (1 + 2 * MARGIN); // the same in cells
const RADIUS = Math.ceil(4 * SPREAD); // where many lie, less would leave an edge
const KERNEL = Float32Array.from({ length: 2 * RADIUS + 1 }, (_, i) =>
  Math.exp(-0.5 * ((i - RADIUS) / SPREAD) ** 2),
);

/** @param {number} coordinate @returns {number} */
const cellOf = (coordinate) =>
  Math.min(CELLS - 1, Math.max(0, Math.floor(((coordinate + MARGIN) / (1 + 2 * MARGIN)) * CELLS)));

/** @param {Position} position @returns {number} its cell, row by row from the bottom */
export const cellAt = ({ x, y }) => cellOf(y) * CELLS + cellOf(x);

/**
 * One pass of a separable Gaussian over a square of cells: called for rows, then for columns, its cost does not grow
 * with the number of landmarks.
 * @param {Float32Array} cells @param {number} along distance of neighbours @param {number} across distance of lines
 */
function blur(cells, along, across) {
  const out = new Float32Array(cells.length);
  for (let line = 0; line < CELLS; line += 1) {
    for (let i = 0; i < CELLS; i += 1) {
      let sum = 0;
      const last = Math.min(CELLS - 1, i + RADIUS);
      for (let j = Math.max(0, i - RADIUS); j <= last; j += 1)
        sum += (KERNEL[j - i + RADIUS] ?? 0) * (cells[line * across + j * along] ?? 0);
      out[line * across + i * along] = sum;
    }
  }
  return out;
}

/** @param {Float32Array} cells */
const spread = (cells) => blur(blur(cells, 1, CELLS), CELLS, 1);

/**
 * Landmarks smeared over the ground: how many lie near each cell, by a Gaussian of their distance.
 * @param {Position[]} points @returns {Float32Array} CELLS × CELLS
 */
export function crowd(points) {
  const cells = new Float32Array(CELLS * CELLS);
  for (const point of points) cells[cellAt(point)] = (cells[cellAt(point)] ?? 0) + 1;
  return spread(cells);
}

/**
 * The mean value of the landmarks around each cell, by the same Gaussian.
 * @param {Position[]} points @param {ArrayLike<number>} values one for each; NaN counts for nothing
 * @returns {Float32Array} CELLS × CELLS
 */
export function meanAround(points, values) {
  const sums = new Float32Array(CELLS * CELLS);
  for (const [i, point] of points.entries())
    sums[cellAt(point)] = (sums[cellAt(point)] ?? 0) + (values[i] || 0);
  const counts = crowd(points.filter((_, i) => !Number.isNaN(values[i] ?? NaN)));
  return spread(sums).map((sum, i) => sum / Math.max(counts[i] ?? 0, 1e-9));
}
