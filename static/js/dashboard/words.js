/** @param {number} value @returns {string} three significant digits */
export const short = (value) => Number(value.toPrecision(3)).toString();

/** @param {number | null | undefined} seconds @returns {string} such as "2 min 5 s" */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  const whole = Math.round(seconds);
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return minutes ? `${minutes} min ${rest} s` : `${rest} s`;
}

/** @param {number} seconds @returns {string} such as "about 3 hours" */
export function roughly(seconds) {
  if (seconds < 90) return "about a minute";
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} minutes`;
  if (seconds < 36 * 3600) return `about ${Math.round(seconds / 3600)} hours`;
  return `about ${Math.round(seconds / 86400)} days`;
}

/** @param {number} count @returns {string} what stands before a training in the queue */
export function queueWords(count) {
  if (!count) return "";
  return count === 1 ? "One training comes before this one." : `${count} trainings come before this one.`;
}

/** @param {number} seconds @returns {string} such as "35 ms" */
export const milliseconds = (seconds) => `${Math.round(1000 * seconds)} ms`;

/** @param {number} bytes @returns {string} such as "1.2 GB" */
export const diskSize = (bytes) =>
  bytes > 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;

/** @param {number} count @param {string} one @param {string} several @returns {string} such as "2 files" */
export const counted = (count, one, several) => `${count} ${count === 1 ? one : several}`;
