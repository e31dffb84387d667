/** @import { Axis } from "../../shared/api.js" */
/** @import { State } from "../state/state.js" */

/** @param {Axis | undefined} axis @param {number} value 0…1 @returns {string} the value in words */
export const axisWords = (axis, value) =>
  `${axis?.name ?? ""} ${value.toFixed(2)}, ${axis?.low ?? "low"} to ${axis?.high ?? "high"}`.trim();

/** @param {State} state @returns {string} the position in words */
export const positionWords = ({ map, sound }) =>
  [axisWords(map.axes[0], sound.x), axisWords(map.axes[1], sound.y)].join("; ");

/** Writes the words for both ends of each axis where a part of the page has room for them. @param {ParentNode} root @param {Axis[]} axes */
export function showEnds(root, axes) {
  for (const [at, name] of ["x", "y"].entries()) {
    for (const end of /** @type {const} */ (["low", "high"]))
      for (const label of root.querySelectorAll(`[data-end="${name}-${end}"]`))
        label.textContent = axes[at]?.[end] ?? "";
  }
}
