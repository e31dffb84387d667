/** @typedef {{x: number, y: number}} Position */

const STRAIGHT = 0.004; // corners closer to a line than this are left out
const LOOSER = 1.5;

/**
 * The corners of a stroke that matter, its ends included.
 * @param {Position[]} stroke @param {number} most how many corners there may be, at least two
 */
export function simplified(stroke, most) {
  let tolerance = STRAIGHT;
  let corners = douglasPeucker(stroke, tolerance);
  while (corners.length > most) {
    tolerance *= LOOSER;
    corners = douglasPeucker(stroke, tolerance);
  }
  return corners;
}

/** @param {Position[]} positions at least one @returns {number} how far the furthest lies from the first */
export const extent = (positions) =>
  Math.max(...positions.map((position) => between(position, positions[0])));

/** Douglas and Peucker, Cartographica 10(2), 1973. @param {Position[]} positions @param {number} tolerance @returns {Position[]} */
function douglasPeucker(positions, tolerance) {
  const [first, last] = [positions[0], positions.at(-1)];
  if (!first || !last || positions.length < 3) return positions;
  const distances = positions.map((position) => fromLine(position, first, last));
  const furthest = distances.indexOf(Math.max(...distances));
  if ((distances[furthest] ?? 0) <= tolerance) return [first, last];
  return [
    ...douglasPeucker(positions.slice(0, furthest + 1), tolerance).slice(0, -1),
    ...douglasPeucker(positions.slice(furthest), tolerance),
  ];
}

/** @param {Position} position @param {Position} from @param {Position} to the ends of the line */
function fromLine(position, from, to) {
  const length = between(from, to);
  if (length < 1e-9) return between(position, from);
  const along =
    ((position.x - from.x) * (to.x - from.x) + (position.y - from.y) * (to.y - from.y)) / length ** 2;
  const at = Math.min(1, Math.max(0, along));
  return between(position, { x: from.x + at * (to.x - from.x), y: from.y + at * (to.y - from.y) });
}

/** @param {Position} a @param {Position | undefined} b */
const between = (a, b) => (b ? Math.hypot(a.x - b.x, a.y - b.y) : 0);
