/** @typedef {{x: number, y: number}} Place */

const STRAIGHT = 0.004; // corners closer to a line than this are left out
const LOOSER = 1.5;

/**
 * The corners of a stroke that matter, its ends included.
 * @param {Place[]} stroke @param {number} most how many corners there may be, at least two
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

/** @param {Place[]} places at least one @returns {number} how far the furthest lies from the first */
export const extent = (places) => Math.max(...places.map((place) => between(place, places[0])));

/** Douglas and Peucker, Cartographica 10(2), 1973. @param {Place[]} places @param {number} tolerance @returns {Place[]} */
function douglasPeucker(places, tolerance) {
  const [first, last] = [places[0], places.at(-1)];
  if (!first || !last || places.length < 3) return places;
  const distances = places.map((place) => fromLine(place, first, last));
  const furthest = distances.indexOf(Math.max(...distances));
  if ((distances[furthest] ?? 0) <= tolerance) return [first, last];
  return [
    ...douglasPeucker(places.slice(0, furthest + 1), tolerance).slice(0, -1),
    ...douglasPeucker(places.slice(furthest), tolerance),
  ];
}

/** @param {Place} place @param {Place} from @param {Place} to the ends of the line */
function fromLine(place, from, to) {
  const length = between(from, to);
  if (length < 1e-9) return between(place, from);
  const along = ((place.x - from.x) * (to.x - from.x) + (place.y - from.y) * (to.y - from.y)) / length ** 2;
  const at = Math.min(1, Math.max(0, along));
  return between(place, { x: from.x + at * (to.x - from.x), y: from.y + at * (to.y - from.y) });
}

/** @param {Place} a @param {Place | undefined} b */
const between = (a, b) => (b ? Math.hypot(a.x - b.x, a.y - b.y) : 0);
