"""From parts to audio, as Keras layers: gliding partials, noise on a grid, and where a sound begins.

They are the inverse of `sampler.analysis.parts`. Partials are computed at every `STEP` samples and joined by
straight lines, and cosines are a polynomial: both are cheap, and give the same bytes on every runtime.
"""

from typing import Any

import numpy as np
from keras import layers, ops

from sampler.analysis.noise_grid import Floats, NoiseGrid
from sampler.analysis.partials import (
    FALL_TIMES_S,
    FROZEN_S,
    HEARD_SECONDS,
    HEARD_WEIGHTS,
    LEVELS,
    PHASES,
    QUIETEST_LEVEL,
    PartialGrid,
)  # fmt: skip
from sampler.analysis.parts import (
    ONSETS_PER_S,
    PARTIALS,
    RANGE,
    REFERENCE_FALL_S,
    REFERENCE_HZ,
    grids,
    layout,
)
from sampler.constants import MODEL_PEAK_SAMPLE, RATE_HZ

Tensor = Any
STEP = 32
GATE_SAMPLES, GATE_LEAD_S, GATE_WIDTH_S = 1024, 0.0003, 0.0001
PEAK_REACH, MOST_LIFT = 88, 2.0
"""A peak is looked for and lifted within 2 ms, by at most 6 dB."""

EXPANDED_FROM, EXPANSION = 1.15, 6.0
"""Gains less than 10 dB above the quietest that is measured are made fainter, down to 60 dB below it: what is
measured so is silence."""

FALLS_OCTAVES = (-2.0, 4.0)
FALL_LOGS = tuple(float(limit) for limit in np.log(np.array(FALL_TIMES_S) / REFERENCE_FALL_S))
"""Limits of glides, which mixed details may exceed."""

NOISE_SEEDS = {"low": 0, "high": 1}

COSINE = (1.0, -19.7392087, 64.9393891, -85.4566583, 60.2421313, -26.4046682, 7.80013143, -1.45311231)
"""cos(2 pi r) as a polynomial of r squared, right within 1e-6 from -0.5 to 0.5."""


class GlidingPartials(layers.Layer):
    """Sum of partials: octaves, falls, fall_logs (batch, n), phases (batch, n, PHASES), levels (batch, n,
    LEVELS) -> (batch, length). See `Layout` of `sampler.analysis.parts` for their units.
    """

    def __init__(self, length_samples: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.length_samples = length_samples
        grid = PartialGrid(length_samples)
        samples = np.arange(0, length_samples + STEP, STEP)
        seconds = (samples - MODEL_PEAK_SAMPLE) / RATE_HZ
        self._middles = _single(np.maximum(seconds - STEP / 2 / RATE_HZ, -FROZEN_S))
        self._level_lines = _single(_lines(grid.level_s, seconds))
        self._phase_lines = _single(_lines(grid.phase_s, seconds))
        self._heard = _single(HEARD_SECONDS), _single(HEARD_WEIGHTS)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "length_samples": self.length_samples}

    def call(
        self, octaves: Tensor, falls: Tensor, fall_logs: Tensor, phases: Tensor, levels: Tensor
    ) -> Tensor:
        cycles = self._cycles(octaves, falls, REFERENCE_FALL_S * ops.exp(fall_logs))
        cycles += ops.matmul(phases / (2 * np.pi), self._phase_lines)
        sizes = ops.exp(ops.matmul(levels, self._level_lines))
        return ops.sum(_cosine(self._every_sample(cycles)) * self._every_sample(sizes), axis=1)

    def _cycles(self, octaves: Tensor, falls: Tensor, fall_s: Tensor) -> Tensor:
        """Cycles since the peak at every `STEP` samples: (batch, n, steps)."""
        seconds, weights = self._heard
        lean = falls * ops.matmul(ops.exp(-seconds / fall_s[..., None]), weights)
        settled_hz = REFERENCE_HZ * 2.0 ** (octaves - lean)
        fallen = falls[..., None] * ops.exp(-self._middles / fall_s[..., None])
        cycles = ops.cumsum(settled_hz[..., None] * 2.0**fallen * (STEP / RATE_HZ), axis=-1)
        before, share = divmod(MODEL_PEAK_SAMPLE, STEP)
        at_peak = cycles[..., before] * (1 - share / STEP) + cycles[..., before + 1] * (share / STEP)
        return cycles - at_peak[..., None]

    def _every_sample(self, steps: Tensor) -> Tensor:
        """Straight lines between values at every `STEP` samples: (batch, n, steps) -> (batch, n, length)."""
        start = steps[..., :-1, None]
        joined = start + (steps[..., 1:, None] - start) * (np.arange(STEP) / STEP).astype("float32")
        flat = ops.reshape(joined, (-1, steps.shape[1], (steps.shape[2] - 1) * STEP))
        return flat[..., : self.length_samples]


def _single(values: Any) -> Floats:
    return np.asarray(values, np.float32)


def _lines(knots_s: Any, seconds: Any) -> Any:
    """Straight lines between values at knots: (knots, steps)."""
    return np.asarray([np.interp(seconds, knots_s, row) for row in np.eye(len(knots_s))])


def _cosine(cycles: Tensor) -> Tensor:
    """cos(2 pi cycles), elementwise."""
    square = ops.square(cycles - ops.floor(cycles + 0.5))
    value = COSINE[-1] * square + COSINE[-2]
    for factor in reversed(COSINE[:-2]):
        value = value * square + factor
    return value


class GridNoise(layers.Layer):
    """Noise shaped by log gains (batch, size) of the "low" or the "high" grid, see `sampler.analysis.parts`.

    `shift` frames (batch, 1) int32 rotate the noise: another seed is another rotation.
    """

    def __init__(self, length_samples: int, band: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.length_samples, self.band = length_samples, band
        self.grid = grid = getattr(grids(length_samples), band)
        noise = np.random.default_rng(NOISE_SEEDS[band]).standard_normal(grid.frames * grid.hop)
        index = (np.arange(grid.frames)[:, None] * grid.hop + np.arange(grid.n_fft)) % noise.size
        spectrum = np.fft.rfft(noise[index] * grid.window)[:, grid.bins]
        self._noise = _single(np.concatenate([spectrum.real, spectrum.imag], axis=1))
        between = grid.between_bands * grid.crossfade
        self._between = _single(np.concatenate([between, between], axis=1))
        self._lines = _single(grid.lines)
        self._synthesis = _synthesis_matrix(grid)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "length_samples": self.length_samples, "band": self.band}

    def call(self, log_gains: Tensor, shift: Tensor) -> Tensor:
        grid = self.grid
        at_knots = ops.reshape(log_gains, (-1, grid.bands, grid.knots))
        gains = ops.exp(ops.transpose(ops.matmul(at_knots, self._lines), (0, 2, 1)))
        rows = ops.mod(shift + np.arange(grid.frames, dtype="int32"), grid.frames)
        noise = ops.take(ops.convert_to_tensor(self._noise), rows, axis=0)
        return self._overlapped(ops.matmul(ops.matmul(gains, self._between) * noise, self._synthesis))

    def _overlapped(self, frames: Tensor) -> Tensor:
        """Frames (batch, frames, n_fft), half a frame apart, added up: (batch, length)."""
        grid = self.grid
        first = ops.pad(frames[..., : grid.hop], [[0, 0], [0, 1], [0, 0]])
        second = ops.pad(frames[..., grid.hop :], [[0, 0], [1, 0], [0, 0]])
        flat = ops.reshape(first + second, (-1, (grid.frames + 1) * grid.hop))
        return flat[:, grid.hop : grid.hop + grid.length_samples]


def _synthesis_matrix(grid: NoiseGrid) -> Floats:
    """Inverse of the windowed real DFT at the grid's bins, windowed again: (2 * bins, n_fft)."""
    angle = 2 * np.pi * np.outer(grid.bins, np.arange(grid.n_fft)) / grid.n_fft
    edges = (grid.bins == 0) | (grid.bins == grid.n_fft // 2)
    weight = np.where(edges, 1.0, 2.0)[:, None] / grid.n_fft
    inverse = np.concatenate([weight * np.cos(angle), -weight * np.sin(angle)])
    return _single(inverse * grid.window)


class Onset(layers.Layer):
    """Silences audio (batch, length) until shortly before `onset_s` (batch, 1), seconds after the peak."""

    def call(self, audio: Tensor, onset_s: Tensor) -> Tensor:
        seconds = _single((np.arange(GATE_SAMPLES) - MODEL_PEAK_SAMPLE) / RATE_HZ)
        gate = ops.sigmoid((seconds - onset_s + GATE_LEAD_S) / GATE_WIDTH_S)
        return ops.concatenate([audio[:, :GATE_SAMPLES] * gate, audio[:, GATE_SAMPLES:]], axis=1)


def without_floor(log_gains: Tensor, quietest: Tensor) -> Tensor:
    """Log gains (batch, n) with those near `quietest` (batch, 1), the least measured, made fainter."""
    return log_gains - EXPANSION * ops.relu(quietest + EXPANDED_FROM - log_gains)


class Attack(layers.Layer):
    """Lifts the peak of audio (batch, length), at `MODEL_PEAK_SAMPLE`, to what is loudest later.

    Noise seldom peaks where a recording does. Without this, all that is louder than the peak would be limited
    when the sound is finished: 0.4 dB further from 24 kicks by the distance that is heard.
    """

    def call(self, audio: Tensor) -> Tensor:
        near = slice(MODEL_PEAK_SAMPLE - PEAK_REACH, MODEL_PEAK_SAMPLE + PEAK_REACH + 1)
        size = ops.abs(audio)
        loudest = ops.max(size, axis=1, keepdims=True)
        peak = ops.max(size[:, near], axis=1, keepdims=True)
        lift = ops.minimum(loudest / ops.maximum(peak, 1e-6), MOST_LIFT)
        lifted = audio[:, near] * lift ** _single(np.hanning(2 * PEAK_REACH + 3)[1:-1])
        return ops.concatenate([audio[:, : near.start], lifted, audio[:, near.stop :]], axis=1)


class Synthesiser(layers.Layer):
    """Parts to audio (batch, length): the inverse of `sampler.analysis.parts.parts_of`.

    Takes octaves of the first partial (batch, 1), exact controls (batch, EXACT), phases (batch, n), log gains
    in the order of `Layout`, and the shift of the noise in frames (batch, 1) int32.
    """

    def __init__(self, length_samples: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.length_samples = length_samples
        self.layout = layout(length_samples)
        self.partials = GlidingPartials(length_samples)
        self.low, self.high = (GridNoise(length_samples, band) for band in NOISE_SEEDS)
        self.onset, self.attack = Onset(), Attack()

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "length_samples": self.length_samples}

    def call(self, octaves: Tensor, exact: Tensor, phases: Tensor, gains: Tensor, shift: Tensor) -> Tensor:
        start = self.layout.gains.start
        levels, low, high = (
            gains[:, self.layout.at[name].start - start : self.layout.at[name].stop - start]
            for name in ("levels", "low", "high")
        )
        audio = self._partials(octaves, exact, phases, levels)
        loudest = ops.maximum(ops.max(low, axis=1, keepdims=True), ops.max(high, axis=1, keepdims=True))
        quietest = loudest + np.float32(np.log(RANGE))
        audio += self.low(without_floor(low, quietest), shift) + self.high(
            without_floor(high, quietest), shift
        )
        return self.attack(self.onset(audio, exact[:, -1:] / ONSETS_PER_S))

    def _partials(self, octaves: Tensor, exact: Tensor, phases: Tensor, levels: Tensor) -> Tensor:
        ratios, others = exact[:, : PARTIALS - 1], exact[:, PARTIALS - 1 :]
        return self.partials(
            octaves + ops.concatenate([ops.zeros_like(octaves), ratios], axis=1),
            ops.clip(others[:, :PARTIALS], *FALLS_OCTAVES),
            ops.clip(others[:, PARTIALS : 2 * PARTIALS], *FALL_LOGS),
            ops.reshape(phases, (-1, PARTIALS, PHASES)),
            ops.reshape(without_floor(levels, np.float32(np.log(QUIETEST_LEVEL))), (-1, PARTIALS, LEVELS)),
        )
