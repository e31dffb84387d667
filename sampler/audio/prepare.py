"""Prepare a recording: resample, remove DC, find the peak, shorten. Training and uploads share the steps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sampler.audio.align import find_peak, place_peak
from sampler.audio.fade import fade_in, fade_out
from sampler.audio.level import set_peak
from sampler.audio.read import Recording
from sampler.audio.reasons import Reason, RefusedSound
from sampler.audio.resample import resample
from sampler.constants import MAX_SOUND_S, PEAK_LEVEL, RATE_HZ, SILENCE_LEVEL

MAX_LEAD_S = 0.5
"""Longest part before the peak that is kept of a recording longer than `MAX_SOUND_S`, in seconds."""

MIN_SOUND_S = 0.002
CUT_FADE_IN_SAMPLES = 64
CUT_FADE_OUT_SAMPLES = 512


@dataclass(frozen=True)
class Prepared:
    """A prepared recording: `samples` float32 (n,), mono, without DC, at most `MAX_SOUND_S` long.

    `peak` is the index of the first sample of largest magnitude.
    """

    samples: NDArray[np.float32]
    peak: int


def prepare(recording: Recording, *, rate_hz: int = RATE_HZ) -> Prepared:
    """Resample to `rate_hz`, remove DC, find the peak and keep at most `MAX_SOUND_S` around it.

    Raises UnusableAudio for a recording that is silent or shorter than 2 ms.
    """
    if len(recording.samples) < MIN_SOUND_S * recording.rate_hz:
        raise RefusedSound(Reason.TOO_SHORT)
    samples = resample(within_full_scale(recording.samples), recording.rate_hz, rate_hz)
    samples = samples - np.float32(samples.mean(dtype=np.float64))
    peak = find_peak(samples)
    if abs(samples[peak]) < SILENCE_LEVEL:
        raise RefusedSound(Reason.SILENT)
    return _shorten(samples, peak, int(MAX_SOUND_S * rate_hz), int(MAX_LEAD_S * rate_hz))


def within_full_scale(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale (n,) to magnitudes of at most 1. Float files may hold values whose squares would overflow."""
    level = np.abs(samples).max()
    return samples / level if level > 1 else samples


def _shorten(samples: NDArray[np.float32], peak: int, most: int, lead: int) -> Prepared:
    if len(samples) <= most:
        return Prepared(samples, peak)
    start = max(0, peak - lead)
    kept = samples[start : start + most]
    if start:
        kept = fade_in(kept, CUT_FADE_IN_SAMPLES)
    if start + most < len(samples):
        kept = fade_out(kept, CUT_FADE_OUT_SAMPLES)
    return Prepared(np.ascontiguousarray(kept), peak - start)


def frame(prepared: Prepared, *, attack_samples: int, length_samples: int) -> NDArray[np.float32]:
    """The frame float32 (length_samples,): peak at `attack_samples`, level `PEAK_LEVEL`, faded where cut.

    Every other sample has a smaller magnitude, even where a clipped recording repeats its peak. Needs
    0 <= attack_samples < length_samples.
    """
    placed = place_peak(
        prepared.samples, prepared.peak, attack_samples=attack_samples, length_samples=length_samples
    )
    if prepared.peak > attack_samples:
        placed = fade_in(placed, min(CUT_FADE_IN_SAMPLES, attack_samples))
    if len(prepared.samples) - prepared.peak > length_samples - attack_samples:
        placed = fade_out(placed, min(CUT_FADE_OUT_SAMPLES, length_samples - attack_samples - 1))
    return set_peak(placed, attack_samples, PEAK_LEVEL)
