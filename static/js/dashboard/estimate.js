import { queueWords, roughly } from "./words.js";

/** @typedef {{steps: number, seconds: number, measured: boolean, ahead: number}} Estimate of a training; ahead: how many come before it */

/** What to expect of a training. @param {Estimate} estimate @param {number} minutes at most; 0 for no limit */
export function estimateWords(estimate, minutes) {
  return [expectation(estimate, minutes), queueWords(estimate.ahead)].filter(Boolean).join(" ");
}

/** @param {Estimate} estimate @param {number} minutes */
function expectation({ seconds, measured }, minutes) {
  const whole = roughly(seconds);
  const source = measured ? "as fast as trainings went here" : "a guess until one has run here for a minute";
  if (!minutes) return `It will take ${whole}, ${source}. You can stop it at any time and go on later.`;
  if (60 * minutes >= seconds) return `It will be done before that, after ${whole} (${source}).`;
  return `It learns all it can in that time; with ${whole} it would get better still (${source}).`;
}

/** The choice of no limit. @param {Estimate | null} estimate */
export const untilDoneWords = (estimate) =>
  estimate ? `Best: until done (${roughly(estimate.seconds)})` : "Best: until it is done";
