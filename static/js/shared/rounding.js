/** The nearest whole number, ties to the even one, as numpy rounds. @param {number} value */
export function roundHalfEven(value) {
  const whole = Math.floor(value);
  const rest = value - whole;
  return rest > 0.5 || (rest === 0.5 && whole % 2) ? whole + 1 : whole;
}
