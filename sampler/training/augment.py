"""Variations of a recording that are still plausible drums: pitch, decay and brightness."""

import numpy as np

from sampler.audio.align import find_peak
from sampler.audio.prepare import Prepared
from sampler.audio.resample import resample
from sampler.constants import RATE_HZ

PITCH_SEMITONES = 2.0
TILT_DB_PER_OCTAVE = 2.0
DECAY_RANGE_S = (0.04, 0.4)


def augment(sound: Prepared, rng: np.random.Generator) -> Prepared:
    """One random variation: within two semitones, brighter or darker, and half of the time shorter."""
    ratio = 2 ** (rng.uniform(-PITCH_SEMITONES, PITCH_SEMITONES) / 12)
    samples = resample(sound.samples, RATE_HZ * ratio, RATE_HZ)
    samples = _tilt(samples, rng.uniform(-TILT_DB_PER_OCTAVE, TILT_DB_PER_OCTAVE))
    peak = find_peak(samples)
    if rng.random() < 0.5:
        seconds = np.maximum(np.arange(len(samples)) - peak, 0) / RATE_HZ
        samples = samples * np.exp(-seconds / np.exp(rng.uniform(*np.log(DECAY_RANGE_S))))
    return Prepared(np.asarray(samples, np.float32), peak)


def _tilt(samples: np.ndarray, decibels_per_octave: float) -> np.ndarray:  # type: ignore[type-arg]
    """Slope the spectrum around 1 kHz, without shifting phase."""
    spectrum = np.fft.rfft(samples)
    octaves = np.log2(np.maximum(np.fft.rfftfreq(len(samples), 1 / RATE_HZ), 30) / 1000)
    return np.fft.irfft(spectrum * 10 ** (decibels_per_octave * octaves / 20), len(samples))
