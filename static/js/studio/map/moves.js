/** @import { Landmark } from "../../shared/api.js" */

/** Whether a property of landmarks follows their positions: only then the map may be coloured by its name. */

const LEAST = 0.9; // least rank correlation of what is called pitch, as `LEAST_PITCH` in Python
const NEAREST = 4;
const MOST_ASKED = 400; // of ten thousand landmarks, that many tell as much, and each is compared with each

/** @param {Landmark} point @returns {number} NaN where no note was found */
export const noteHz = ({ note_hz: note, pitch_hz: partial }) =>
  (note === undefined ? partial : note) ?? Number.NaN;

/** @param {readonly number[]} values @returns {number[]} */
function ranks(values) {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array(values.length).fill(0);
  order.forEach((index, rank) => {
    const equal = rank > 0 && values[index] === values[order[rank - 1] ?? 0];
    ranks[index] = equal ? ranks[order[rank - 1] ?? 0] : rank;
  });
  return ranks;
}

/** @param {readonly number[]} a @param {readonly number[]} b @returns {number} rank correlation; 0 where either does not vary */
export function rankCorrelation(a, b) {
  const [first, second] = [centred(ranks(a)), centred(ranks(b))];
  const size = Math.sqrt(product(first, first) * product(second, second));
  return size ? product(first, second) / size : 0;
}

/** @param {number[]} values */
function centred(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return values.map((value) => value - mean);
}

/** @param {number[]} a @param {number[]} b */
const product = (a, b) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** @param {Landmark} of @param {Landmark[]} points @returns {number} mean octave of the nearest others */
function around(of, points) {
  const others = points.filter((point) => point !== of);
  const near = others
    .map((point) => ({ point, away: Math.hypot(point.x - of.x, point.y - of.y) }))
    .sort((a, b) => a.away - b.away)
    .slice(0, NEAREST);
  return near.reduce((sum, { point }) => sum + Math.log2(noteHz(point)), 0) / Math.max(1, near.length);
}

/** @param {Landmark[]} points @returns {Landmark[]} at most `MOST_ASKED` of them, evenly chosen */
function spread(points) {
  const step = Math.max(1, points.length / MOST_ASKED);
  return points.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
}

/** @param {Landmark[]} points @returns {boolean} whether neighbours have about the same pitch, so that a move changes it */
export function pitchMoves(points) {
  const voiced = spread(points.filter((point) => noteHz(point) > 0));
  if (voiced.length <= NEAREST) return false;
  const notes = voiced.map(noteHz);
  return (
    rankCorrelation(
      notes,
      voiced.map((point) => around(point, voiced)),
    ) >= LEAST
  );
}
