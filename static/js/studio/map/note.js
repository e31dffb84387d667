/** Notes of frequencies, in equal temperament: A4 is 440 Hz. */

const NAMES = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];
const A4_HZ = 440;
const A4 = 69; // its number in MIDI

/** @param {number} hz @returns {string} the nearest note, with its octave */
export function noteName(hz) {
  const number = Math.round(A4 + 12 * Math.log2(hz / A4_HZ));
  return `${NAMES[((number % 12) + 12) % 12]}${Math.floor(number / 12) - 1}`;
}

/** @param {number} hz */
export const hertz = (hz) => `${hz < 100 ? hz.toFixed(1) : Math.round(hz)} Hz`;
