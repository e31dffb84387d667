/** @import { Sound } from "./levels.js" */
import { moved } from "./align.js";
import { transform } from "./fourier.js";
import { fadeIn, fadeOut, findPeak, loudest, PEAK_LEVEL, setPeak } from "./levels.js";

/** What an encoder reads of a sample: as `sampler/audio/prepare.py` and `sampler/analysis/features.py`, which say why. */

const RATE = 44_100;
const [BANDS, SIZE, HOP] = [64, 1024, 256];
const [LOW_HZ, HIGH_HZ] = [30, 20_000];
const [SHORTEST_S, SILENCE] = [0.002, 1e-4];
const [CUT_IN, CUT_OUT, FADE_IN, FADE_OUT] = [64, 512, 64, 512];

/** @type {Record<string, (frame: Sound) => Sound>} */
const READERS = { waveform: (frame) => frame, log_mel: logMelImage };

/**
 * What an encoder reads of a frame; the server alone measures parts.
 * @param {{features: string}} player @returns {((frame: Sound) => Sound) | undefined}
 */
export const readerOf = ({ features }) => READERS[features];

/**
 * The frame of a sample: without a constant offset, its peak positive and at its place.
 * @param {Sound} recorded one channel at 44.1 kHz @param {number} peakSample @param {number} length in samples
 * @returns {Sound | null} null where it is silent or too short
 */
export function frameOf(recorded, peakSample, length) {
  const most = Math.max(1, loudest(recorded, 0));
  const mean = recorded.reduce((sum, each) => sum + each / most, 0) / recorded.length;
  const samples = recorded.map((each) => each / most - mean);
  const peak = findPeak(samples);
  if (samples.length < SHORTEST_S * RATE || Math.abs(samples[peak] ?? 0) < SILENCE) return null;
  let placed = moved(samples, peakSample - peak, length);
  if (peak > peakSample) placed = fadeIn(placed, Math.min(CUT_IN, peakSample));
  if (samples.length - peak > length - peakSample)
    placed = fadeOut(placed, Math.min(CUT_OUT, length - peakSample - 1));
  const framed = setPeak(placed, peakSample, PEAK_LEVEL);
  const sign = (framed[peakSample] ?? 0) < 0 ? -1 : 1;
  return fadeOut(
    fadeIn(
      framed.map((each) => sign * each),
      FADE_IN,
    ),
    FADE_OUT,
  );
}

/** The log-mel image of a frame, row after row: 1 at its loudest, -1 at 80 dB below. @param {Sound} frame @returns {Sound} */
export function logMelImage(frame) {
  const filters = melFilters();
  const rows = Array.from({ length: Math.floor(frame.length / HOP) + 1 }, (_, row) => {
    const power = powerSpectrum(frame, row * HOP - SIZE / 2);
    return filters.map(({ from, weights }) => {
      const sum = weights.reduce((all, weight, i) => all + weight * (power[from + i] ?? 0), 0);
      return 10 * Math.log10(sum + 1e-10);
    });
  });
  const image = Float32Array.from(rows.flat());
  const most = image.reduce((one, other) => Math.max(one, other), -Infinity);
  return image.map((decibels) => Math.max(decibels - most, -80) / 40 + 1);
}

/** @param {Sound} sound @param {number} start of the window; silence lies around the sound @returns {Float64Array} power of each bin up to half of the rate */
function powerSpectrum(sound, start) {
  const re = Float64Array.from({ length: SIZE }, (_, i) => (sound[start + i] ?? 0) * hann(i));
  const im = new Float64Array(SIZE);
  transform(re, im);
  return Float64Array.from({ length: SIZE / 2 + 1 }, (_, bin) => (re[bin] ?? 0) ** 2 + (im[bin] ?? 0) ** 2);
}

/** @param {number} at */
const hann = (at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / SIZE);

/** @typedef {{from: number, weights: number[]}} Filter from: its first bin */

/** @type {Filter[] | null} */
let known = null;

/** @returns {Filter[]} triangles on the mel scale, the weights of each adding up to 1 */
function melFilters() {
  known ??= Array.from({ length: BANDS }, (_, band) =>
    melFilter(edgeHz(band), edgeHz(band + 1), edgeHz(band + 2)),
  );
  return known;
}

/** @param {number} hz */
const toMel = (hz) => 2595 * Math.log10(1 + hz / 700);

/** @param {number} edge from 0 to `BANDS` + 1 */
function edgeHz(edge) {
  const mel = toMel(LOW_HZ) + ((toMel(HIGH_HZ) - toMel(LOW_HZ)) * edge) / (BANDS + 1);
  return 700 * (10 ** (mel / 2595) - 1);
}

/** A band that is narrower than a bin takes the nearest one. @param {number} low @param {number} centre @param {number} high in Hz @returns {Filter} */
function melFilter(low, centre, high) {
  const width = RATE / SIZE;
  const from = Math.floor(low / width) + 1;
  const weights = [];
  for (let hz = from * width; hz < high; hz += width)
    weights.push(Math.max(0, Math.min((hz - low) / (centre - low), (high - hz) / (high - centre))));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (sum < 0.5) return { from: Math.round(centre / width), weights: [1] };
  return { from, weights: weights.map((weight) => weight / sum) };
}
