"""The partials of a drum: how each glides, and its level and phase along the glide.

A partial is followed by the glide that `pitch` fits, and demodulated along it: what remains is a slow complex
envelope, whose size is the level and whose angle is what the glide leaves out. Both are kept at a few knots,
so that a partial is fifty numbers from which `wave` makes it again.
"""

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.pitch import Glide, likeliest_partial
from sampler.constants import MODEL_PEAK_SAMPLE, RATE_HZ

Doubles = NDArray[np.float64]

LEVELS, PHASES = 40, 22
QUIETEST_LEVEL = 1e-4
EARLY_S = (-0.008, -0.004, -0.002, 0.0, 0.001, 0.002)
"""Knots of levels around the peak; the others follow at growing distances, to the end."""

EARLY_PHASES_S, LAST_PHASE_S = (-0.004, 0.0, 0.005, 0.01), 0.36
FROZEN_S = 0.002
"""A glide does not go on further than this before the peak: it would reach absurd frequencies."""

SHORTEST_WINDOW_S, LONGEST_WINDOW_S = 0.004, 0.03
HEARD_S, HEARD_STEPS, HEARD_DECAY_S = (0.01, 0.15), 40, 0.08
COARSE, PADDED_SAMPLES = 7, 7 * 1024
"""Partials are followed at a seventh of the rate, since all are below 2.4 kHz; the peak is on a sample of it.
Sounds are padded to a multiple that transforms fast."""

SPECTRUM_SAMPLES = 1 << 15
LOWEST_HZ = 15.0
STARTED = 0.1
FALL_TIMES_S = (0.005, 0.16)
"""Time constants of the fastest and the slowest glide that is fitted."""


def _heard_weights(seconds: Doubles) -> Doubles:
    within = (seconds - HEARD_S[0]) / (HEARD_S[1] - HEARD_S[0])
    weights = np.exp(-seconds / HEARD_DECAY_S) * np.sin(np.pi * within) ** 2
    return np.asarray(weights / weights.sum())


HEARD_SECONDS = np.linspace(*HEARD_S, HEARD_STEPS)
HEARD_WEIGHTS = _heard_weights(HEARD_SECONDS)
"""How much each of those moments counts in a decaying sound's spectrum from 10 to 150 ms."""


class Partial(NamedTuple):
    """One partial of a sound."""

    loudest_hz: float
    """Where its spectrum is largest, from 10 to 150 ms after the peak: its pitch."""
    fall_octaves: float
    fall_s: float
    """Its glide falls by `fall_octaves` with the time constant `fall_s`."""
    log_levels: Doubles
    """Natural logarithms of its amplitude at the grid's `level_s`, (LEVELS,)."""
    phases: Doubles
    """Radians by which it leads its glide, at the grid's `phase_s`, (PHASES,)."""


def lean_octaves(fall_octaves: float | Doubles, fall_s: float | Doubles) -> Doubles:
    """Octaves by which a falling partial's loudest frequency lies above the one that it settles at.

    The mean of the fall, weighted as a decaying sound's spectrum from 10 to 150 ms is.
    """
    left = np.exp(-HEARD_SECONDS / np.asarray(fall_s)[..., None]) @ HEARD_WEIGHTS
    return np.asarray(np.asarray(fall_octaves) * left)


class PartialGrid:
    """Where levels and phases of partials are kept, for sounds of `length_samples`."""

    def __init__(self, length_samples: int) -> None:
        self.length_samples = length_samples
        end_s = (length_samples - MODEL_PEAK_SAMPLE) / RATE_HZ
        self.level_s = np.concatenate([EARLY_S, np.geomspace(0.004, end_s, LEVELS - len(EARLY_S))])
        late = np.geomspace(0.02, min(LAST_PHASE_S, end_s), PHASES - len(EARLY_PHASES_S))
        self.phase_s = np.concatenate([EARLY_PHASES_S, late])

    @cached_property
    def seconds(self) -> Doubles:
        """Time of each sample after the peak: (length_samples,)."""
        return _after_peak(np.arange(self.length_samples))

    @cached_property
    def coarse_s(self) -> Doubles:
        """Time of every seventh sample after the peak, beyond the end: (n,)."""
        padded = -(-self.length_samples // PADDED_SAMPLES) * PADDED_SAMPLES
        return _after_peak(np.arange(0, padded, COARSE))

    @cached_property
    def cells(self) -> NDArray[np.float32]:
        """Share of time that each level stands for: (LEVELS,)."""
        return np.asarray(np.gradient(self.level_s) * RATE_HZ / self.length_samples, np.float32)

    def measure(self, sound: Doubles) -> Partial | None:
        """The likeliest partial of a sound (length,) with its peak at `MODEL_PEAK_SAMPLE`; None for none."""
        found = likeliest_partial(sound.astype(np.float32))
        if found is None:
            return None
        glide, coarse = found.glide, self._coarse(sound)
        loudest_hz = self._loudest_hz(glide, *self._envelope(coarse, glide))
        again = Glide(float(loudest_hz * 2 ** -lean_octaves(*glide[1:])), *glide[1:])
        return Partial(loudest_hz, *glide[1:], *self._envelope(coarse, again))

    def wave(self, partial: Partial) -> Doubles:
        """The partial as a sound (length,)."""
        settled_hz = float(partial.loudest_hz * 2 ** -lean_octaves(partial.fall_octaves, partial.fall_s))
        turns = self._turns(Glide(settled_hz, partial.fall_octaves, partial.fall_s))
        turns += np.interp(self.coarse_s, self.phase_s, partial.phases)
        levels = np.exp(np.interp(self.seconds, self.level_s, partial.log_levels))
        return np.asarray(levels * np.cos(np.interp(self.seconds, self.coarse_s, turns)))

    def _coarse(self, sound: Doubles) -> Doubles:
        """A sound (length,) at a seventh of the rate, without what lies above: (n,)."""
        padded = len(self.coarse_s) * COARSE
        spectrum = np.fft.rfft(sound, padded)[: len(self.coarse_s) // 2 + 1]
        return np.asarray(np.fft.irfft(spectrum, len(self.coarse_s)) / COARSE)

    def _turns(self, glide: Glide) -> Doubles:
        """Phase of a glide in radians at `coarse_s`, zero at the peak: (n,)."""
        step_s = COARSE / RATE_HZ
        fall = np.exp(-np.maximum(self.coarse_s - step_s / 2, -FROZEN_S) / glide.fall_s)
        cycles = np.cumsum(glide.settled_hz * 2 ** (glide.fall_octaves * fall)) * step_s
        return np.asarray(2 * np.pi * (cycles - cycles[MODEL_PEAK_SAMPLE // COARSE]))

    def _loudest_hz(self, glide: Glide, log_levels: Doubles, phases: Doubles) -> float:
        """Where the spectrum of a partial is largest, 10 to 150 ms after the peak."""
        first, last = (int(np.searchsorted(self.coarse_s, second)) for second in HEARD_S)
        turns = self._turns(glide) + np.interp(self.coarse_s, self.phase_s, phases)
        wave = np.exp(np.interp(self.coarse_s, self.level_s, log_levels)) * np.cos(turns)
        part = wave[first:last] * np.hanning(last - first)
        loudest = int(np.abs(np.fft.rfft(part, SPECTRUM_SAMPLES)).argmax())
        return max(LOWEST_HZ, loudest * RATE_HZ / COARSE / SPECTRUM_SAMPLES)

    def _envelope(self, coarse: Doubles, glide: Glide) -> tuple[Doubles, Doubles]:
        """Log levels (LEVELS,) and phases (PHASES,) of a coarse sound (n,) along a glide."""
        window_s = np.clip(1 / max(glide.settled_hz, LOWEST_HZ), SHORTEST_WINDOW_S, LONGEST_WINDOW_S)
        width, started = round(float(window_s) * RATE_HZ / COARSE), self.coarse_s >= self._onset_s(coarse)
        share = _smooth(started.astype(np.float64), width)
        slow = 2 * _smooth(started * coarse * np.exp(-1j * self._turns(glide)), width)
        slow /= np.maximum(share, 0.1)
        levels = np.interp(self.level_s, self.coarse_s, np.abs(slow))
        return np.log(np.maximum(levels, QUIETEST_LEVEL)), self._phases(slow)

    def _onset_s(self, coarse: Doubles) -> float:
        """When a sound begins: the mean over a window around its attack counts nothing from before."""
        loud = np.abs(coarse) > STARTED * max(float(np.abs(coarse).max()), QUIETEST_LEVEL)
        return float(self.coarse_s[int(np.argmax(loud))])

    def _phases(self, slow: NDArray[np.complex128]) -> Doubles:
        start, peak = (int(np.searchsorted(self.coarse_s, second)) for second in (EARLY_PHASES_S[0], -1e-9))
        angles = np.unwrap(np.angle(slow[start:]))
        angles -= 2 * np.pi * np.round(angles[peak - start] / (2 * np.pi))
        return np.asarray(np.interp(self.phase_s, self.coarse_s[start:], angles))


def _after_peak(samples: NDArray[np.int64]) -> Doubles:
    return np.asarray((samples - MODEL_PEAK_SAMPLE) / RATE_HZ)


def _smooth(values: NDArray[Any], width: int) -> NDArray[Any]:
    """Mean under a triangle of `width` samples, which is a mean of half the width taken twice: (n,)."""
    half = max(1, width // 2)
    for shift in (half // 2, (half - 1) // 2):
        sums = np.cumsum(np.pad(values, (half - shift, shift)))
        values = (sums[half:] - sums[:-half]) / half
    return values
