"""Measures of sound quality: distances, clicks, onset, tail, and the evenness and coverage of a map.

Pure functions of float32 batches (N, L) at `RATE_HZ` with the peak at `peak_sample`: sounds of a model, or
recordings framed by `features.model_frame`.
"""

from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.spectra import Descriptors, descriptors, log_mel, log_mel_distance, mrstft_distance
from sampler.audio.align import find_peak, place_peak
from sampler.audio.ending import tail_db
from sampler.audio.level import set_peak
from sampler.audio.read import Recording
from sampler.audio.reasons import Reason, RefusedSound
from sampler.audio.resample import resample
from sampler.constants import (
    MODEL_LENGTH_SAMPLES,
    MODEL_PEAK_SAMPLE,
    PEAK_LEVEL,
    RATE_HZ,
    SILENCE_LEVEL,
)
from sampler.model.map import AUDIBLE_DB

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

EDGE_LEVEL = 0.01
"""A normalised sound whose first or last sample is larger counts as cut."""

SPIKE_REACH_SAMPLES = 24
CHUNK = 32
"""Sounds analysed at a time: a grid of a thousand would fill the memory."""


def reference_frame(
    recording: Recording,
    *,
    length_samples: int = MODEL_LENGTH_SAMPLES,
    peak_sample: int = MODEL_PEAK_SAMPLE,
) -> Floats:
    """The recording framed and faded, float32 (length_samples,), and otherwise unchanged.

    Tests compare these measures with other implementations on such frames. Models are measured on
    `features.model_frame`, which also removes DC and makes the peak positive. Raises UnusableAudio for a
    silent recording.
    """
    samples = resample(recording.samples, recording.rate_hz, RATE_HZ)
    placed = place_peak(
        samples, find_peak(samples), attack_samples=peak_sample, length_samples=length_samples
    )
    if np.abs(placed[peak_sample]) < SILENCE_LEVEL:
        raise RefusedSound(Reason.SILENT)
    placed[:64] *= np.sin(np.linspace(0, np.pi / 2, 64, dtype=np.float32)) ** 2
    placed[-512:] *= np.cos(np.linspace(0, np.pi / 2, 512, dtype=np.float32)) ** 2
    return set_peak(placed, peak_sample, PEAK_LEVEL)


class Distances(TypedDict):
    """Means over N sounds, in dB; smaller is closer."""

    mrstft_db: float
    log_mel_db: float


def reconstruction_distances(real: Floats, made: Floats) -> Distances:
    """Mean distances of `made` (N, L) from `real` (N, L), pair by pair."""
    return {
        "mrstft_db": float(mrstft_distance(made, real).mean()),
        "log_mel_db": float(log_mel_distance(made, real).mean()),
    }


def onset_spike_db(batch: Floats, *, peak_sample: int = MODEL_PEAK_SAMPLE) -> Doubles:
    """(N,) dB by which the peak exceeds every sample more than 24 samples away: large for a click."""
    magnitude = np.abs(batch).astype(np.float64)
    rest = magnitude.copy()
    rest[:, max(0, peak_sample - SPIKE_REACH_SAMPLES) : peak_sample + SPIKE_REACH_SAMPLES + 1] = 0
    return _decibels(magnitude[:, peak_sample], rest.max(1))


def _decibels(amplitude: Doubles, reference: Doubles) -> Doubles:
    decibels: Doubles = 20 * np.log10(np.maximum(amplitude, 1e-9) / np.maximum(reference, 1e-9))
    return decibels


def click_crest(batch: Floats, *, peak_sample: int = MODEL_PEAK_SAMPLE) -> Doubles:
    """(N,) largest ratio of a second difference to the RMS around it (6 ms to either side): large for clicks.

    Looks at samples later than 10 ms after the peak.
    """
    parts = [batch[start : start + CHUNK] for start in range(0, max(1, len(batch)), CHUNK)]
    return np.concatenate([_crest(part, peak_sample) for part in parts])


def _crest(batch: Floats, peak_sample: int) -> Doubles:
    bend = np.abs(np.diff(_normal(batch), 2, axis=1))
    power, length = bend.astype(np.float64) ** 2, bend.shape[1]
    sums = np.pad(np.cumsum(power, 1), ((0, 0), (1, 0)))
    wide, wide_count = _window_sums(sums, length, 256)
    own, own_count = _window_sums(sums, length, 6)
    around = np.sqrt(np.maximum(wide - own, 1e-12) / (wide_count - own_count) + 1e-10)
    crest = np.where(bend < 2e-3, 0, bend / around)
    crest[:, : peak_sample + 446] = 0
    largest: Doubles = crest.max(1)
    return largest


def _window_sums(sums: Doubles, length: int, reach: int) -> tuple[Doubles, NDArray[np.int64]]:
    centre = np.arange(length)
    low, high = np.maximum(centre - reach, 0), np.minimum(centre + reach + 1, length)
    return sums[:, high] - sums[:, low], high - low


def click_limit(real: Floats) -> float:
    """The click crest that 95 % of the recordings (M, L) stay below."""
    return float(np.percentile(click_crest(real), 95))


def click_share(batch: Floats, limit: float) -> float:
    """Share of the sounds (N, L) whose click crest exceeds `limit` or whose start or end is not faded."""
    edges = np.abs(_normal(batch)[:, [0, -1]]).max(1)
    return float(((click_crest(batch) > limit) | (edges > EDGE_LEVEL)).mean())


def _normal(batch: Floats) -> Floats:
    normal: Floats = batch * (PEAK_LEVEL / np.maximum(np.abs(batch).max(1, keepdims=True), np.float32(1e-6)))
    return normal


class Steps(TypedDict):
    """Ratios of the largest to the median log-mel step along a line of a map: median and worst line."""

    typical: float
    worst: float


class GridReport(TypedDict):
    """Quality of the sounds of a grid over a map."""

    click_share: float
    step_x: Steps
    step_y: Steps
    coverage: dict[str, float]
    tail_db_worst: float
    spike_db_median: float


def grid_report(grid: Floats, steps: int, real: Floats) -> GridReport:
    """Measure the sounds (steps * steps, L) of a map, row-major, x first, against recordings (M, L)."""
    mel = np.maximum(log_mel(grid), AUDIBLE_DB).reshape(steps, steps, -1)
    return {
        "click_share": click_share(grid, click_limit(real)),
        "step_x": _steps(mel),
        "step_y": _steps(mel.swapaxes(0, 1)),
        "coverage": coverage(descriptors(grid), descriptors(real)),
        "tail_db_worst": float(tail_db(grid).max()),
        "spike_db_median": float(np.median(onset_spike_db(grid))),
    }


def _steps(lines: Floats) -> Steps:
    """Steps along the second axis of lines (n, n, features)."""
    step = np.abs(np.diff(lines, axis=1)).mean(-1, dtype=np.float64)
    ratio = step.max(1) / np.maximum(np.median(step, 1), 1e-6)
    return {"typical": float(np.median(ratio)), "worst": float(ratio.max())}


def coverage(made: Descriptors, real: Descriptors) -> dict[str, float]:
    """For each descriptor, the share of the 5-95 % range of `real` that the range of `made` overlaps."""
    return {name: _overlap(getattr(made, name), getattr(real, name)) for name in Descriptors._fields}


def _overlap(made: Doubles, real: Doubles) -> float:
    (made_low, made_high), (low, high) = np.percentile(made, [5, 95]), np.percentile(real, [5, 95])
    return float(max(0.0, min(made_high, high) - max(made_low, low)) / max(high - low, 1e-12))
