/**
 * A function that keeps its latest result, for as long as it is asked with the same values.
 * @template {unknown[]} A, R
 * @param {(...values: A) => R} of
 * @returns {(...values: A) => R}
 */
export function latest(of) {
  /** @type {{values: A, result: R} | null} */
  let known = null;
  return (...values) => {
    if (!known || known.values.some((value, i) => value !== values[i]))
      known = { values, result: of(...values) };
    return known.result;
  };
}
