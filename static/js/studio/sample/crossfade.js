import { laidOver, peakIndex } from "./align.js";

const WIDEST_FADE_S = 0.012;
const FADE_IN_SAMPLES = 64; // as preparation fades what was cut hard
const LOUDEST = 4; // 12 dB
const LEAST_ALIKE = -0.5; // below it, what cancels would be blown up rather than filled in

/**
 * The attack of a recording, crossfaded into the body of the sound made of it, peak on peak and as loud at its peak.
 * Both are equally loud where they meet, and their sum keeps that power however alike they are: weights a, b of two
 * signals of equal power and correlation r add up to a² + b² + 2abr.
 * @param {Float32Array} own
 * @param {Float32Array} made
 * @param {number} splitS how much after the peak stays the recording's, in seconds
 * @param {number} rate of both, in Hz
 * @returns {Float32Array<ArrayBuffer>} as long as `made`
 */
export function keepAttack(own, made, splitS, rate) {
  const peak = peakIndex(made);
  const attack = fadedIn(laidOver(own, made), peak - peakIndex(own), peak);
  const split = Math.min(splitS * rate, (made.length - peak) / 2);
  const half = Math.round(Math.min(split, WIDEST_FADE_S * rate) / 2);
  const [from, to] = [peak + Math.round(split) - half, peak + Math.round(split) + half];
  const { gain, alike } = meeting(attack, made, from, to, peak);
  const mixed = Float32Array.from(made, (body, i) => {
    if (i < from) return gain * (attack[i] ?? 0);
    if (i >= to) return body;
    const angle = (0.5 * Math.PI * (i - from)) / (to - from);
    const [a, b] = [Math.cos(angle), Math.sin(angle)];
    return (a * gain * (attack[i] ?? 0) + b * body) / Math.sqrt(1 + 2 * a * b * alike);
  });
  return asLoud(mixed, Math.abs(made[peak] ?? 0));
}

/**
 * What brings the attack to the body's level where they meet, and how alike they are there. The attack's peak stays
 * the loudest sample, so that every file still peaks where the model's do.
 * @param {Float32Array} attack @param {Float32Array} body @param {number} from @param {number} to @param {number} peak
 */
function meeting(attack, body, from, to, peak) {
  let [own, made, both, rest] = [1e-12, 1e-12, 0, 0];
  for (let i = from; i < to; i += 1) {
    own += (attack[i] ?? 0) ** 2;
    made += (body[i] ?? 0) ** 2;
    both += (attack[i] ?? 0) * (body[i] ?? 0);
  }
  for (let i = from; i < body.length; i += 1) rest = Math.max(rest, Math.abs(body[i] ?? 0));
  const quietest = rest / (Math.abs(body[peak] ?? 0) || 1);
  const gain = Math.min(LOUDEST, Math.max(quietest, Math.sqrt(made / own)));
  return { gain, alike: Math.max(LEAST_ALIKE, both / Math.sqrt(own * made)) };
}

/** @param {Float32Array} sound @param {number} first where the recording begins in it @param {number} peak */
function fadedIn(sound, first, peak) {
  const start = Math.max(0, first);
  const length = Math.min(FADE_IN_SAMPLES, peak - start);
  for (let i = 0; i < length; i += 1)
    sound[start + i] = (sound[start + i] ?? 0) * (0.5 - 0.5 * Math.cos((Math.PI * i) / length));
  return sound;
}

/** @param {Float32Array<ArrayBuffer>} sound @param {number} level of its peak */
function asLoud(sound, level) {
  const gain = level / Math.abs(sound[peakIndex(sound)] || 1);
  return sound.map((sample) => sample * gain);
}
