/** @typedef {{name: string, meaning: string, unit: "share" | "dB", candidate: number | null, live: number | null, margin: number | null}} Figure */
/** @typedef {{x: number, y: number, candidate_url: string, live_url: string | null}} Pair the sound of both versions at one position */
/** @typedef {{candidate: string, live: string | null, can_publish: boolean, can_force: boolean, reasons: string[], numbers: Figure[], positions: Pair[]}} Report */
/** @typedef {"candidate" | "live"} Side */

/** @param {Pick<Report, "live">} report @returns {Side[]} the versions that it compares */
export const sidesOf = ({ live }) => (live ? ["candidate", "live"] : ["candidate"]);

/** @param {Pick<Report, "candidate" | "live">} report @returns {string[]} a heading for each */
export const headsOf = ({ candidate, live }) => [
  `version ${candidate}`,
  ...(live ? [`version ${live}, live`] : []),
];

/** @param {Figure} figure @param {Side} side */
export function figureText(figure, side) {
  const value = figure[side];
  if (value === null) return "–";
  return figure.unit === "share" ? `${Math.round(100 * value)} %` : `${value.toFixed(1)} dB`;
}

/** Where on the map. @param {{x: number, y: number}} position */
export function positionWords({ x, y }) {
  if (x === 0.5 && y === 0.5) return "Middle";
  return `${y > 0.5 ? "Upper" : "Lower"} ${x > 0.5 ? "right" : "left"}`;
}
