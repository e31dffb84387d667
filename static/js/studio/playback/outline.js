export const COLUMNS = 480;

/**
 * Lowest and highest sample of each column.
 * @param {Float32Array} samples
 * @param {number} start first sample, may lie before the sound
 * @param {number} length samples that the columns cover
 * @param {number} [columns]
 * @returns {Float32Array} 2 × columns, lows and highs interleaved
 */
export function outline(samples, start, length, columns = COLUMNS) {
  const peaks = new Float32Array(2 * columns);
  for (let column = 0; column < columns; column += 1) {
    const from = Math.max(0, Math.floor(start + (column * length) / columns));
    const to = Math.min(
      samples.length,
      Math.max(from + 1, Math.floor(start + ((column + 1) * length) / columns)),
    );
    for (let i = from; i < to; i += 1) {
      const sample = samples[i] ?? 0;
      if (sample < (peaks[2 * column] ?? 0)) peaks[2 * column] = sample;
      if (sample > (peaks[2 * column + 1] ?? 0)) peaks[2 * column + 1] = sample;
    }
  }
  return peaks;
}

/**
 * @param {CanvasRenderingContext2D} draw @param {ArrayLike<number>} peaks
 * @param {number} width @param {number} height @param {string} colour
 */
export function paintOutline(draw, peaks, width, height, colour) {
  const columns = peaks.length / 2;
  const [middle, scale] = [height / 2, height * 0.46];
  draw.fillStyle = colour;
  draw.beginPath();
  for (let i = 0; i < columns; i += 1)
    draw.lineTo(((i + 0.5) * width) / columns, middle - scale * (peaks[2 * i + 1] ?? 0) - 0.5);
  for (let i = columns - 1; i >= 0; i -= 1)
    draw.lineTo(((i + 0.5) * width) / columns, middle - scale * (peaks[2 * i] ?? 0) + 0.5);
  draw.fill();
}
