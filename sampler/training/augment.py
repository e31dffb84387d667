"""Variations of recordings that are still plausible drums: pitch, decay, brightness and layering."""

import numpy as np
from numpy.typing import NDArray

from sampler.audio.align import find_peak
from sampler.audio.prepare import Prepared
from sampler.audio.resample import resample
from sampler.constants import RATE_HZ

PITCH_SEMITONES = 3.0
TILT_DB_PER_OCTAVE = 3.0
DECAY_RANGE_S = (0.04, 0.4)
DECAY_SHARE, LAYER_SHARE = 0.5, 0.25
LAYER_GAIN = (0.2, 0.8)


def variations(
    sounds: list[Prepared], groups: list[str], count: int, rng: np.random.Generator
) -> list[Prepared]:
    """`count` random variations. Small groups are drawn more often than their size: a machine with one take
    counts too.
    """
    _, index, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    weights = 1 / np.sqrt(sizes[index])
    drawn = rng.choice(len(sounds), (count, 2), p=weights / weights.sum())
    return [_vary(sounds[first], sounds[second], rng) for first, second in drawn]


def _vary(sound: Prepared, other: Prepared, rng: np.random.Generator) -> Prepared:
    """Within three semitones, brighter or darker; half of the time shorter, a quarter of the time layered
    with another.
    """
    if rng.random() < LAYER_SHARE:
        sound = _layer(sound, other, rng.uniform(*LAYER_GAIN))
    ratio = 2 ** (rng.uniform(-PITCH_SEMITONES, PITCH_SEMITONES) / 12)
    samples = resample(sound.samples, RATE_HZ * ratio, RATE_HZ)
    tilted = _tilt(samples, rng.uniform(-TILT_DB_PER_OCTAVE, TILT_DB_PER_OCTAVE))
    samples = tilted.astype(np.float32)
    peak = find_peak(samples)
    if rng.random() < DECAY_SHARE:
        seconds = np.maximum(np.arange(len(samples)) - peak, 0) / RATE_HZ
        envelope = np.exp(-seconds / np.exp(rng.uniform(*np.log(DECAY_RANGE_S))))
        samples = samples * envelope.astype(np.float32)
    return Prepared(samples, peak)


def _layer(sound: Prepared, other: Prepared, gain: float) -> Prepared:
    """The first sound with the second under it, both peaking upwards at the same sample."""
    lead = max(sound.peak, other.peak)
    length = lead + max(len(one.samples) - one.peak for one in (sound, other))
    mixed = np.zeros(length, np.float32)
    for one, level in ((sound, 1.0), (other, gain)):
        start = lead - one.peak
        mixed[start : start + len(one.samples)] += level * one.samples / one.samples[one.peak]
    return Prepared(mixed, find_peak(mixed))


def _tilt(samples: NDArray[np.float32], decibels_per_octave: float) -> NDArray[np.float64]:
    """Slope the spectrum around 1 kHz, without shifting phase."""
    spectrum = np.fft.rfft(samples)
    octaves = np.log2(np.maximum(np.fft.rfftfreq(len(samples), 1 / RATE_HZ), 30) / 1000)
    return np.fft.irfft(spectrum * 10 ** (decibels_per_octave * octaves / 20), len(samples))
