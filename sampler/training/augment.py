"""Variations of recordings that are still plausible drums: pitch, decay, brightness, air and layering."""

import numpy as np
from numpy.typing import NDArray

from sampler.audio.align import find_peak
from sampler.audio.prepare import Prepared
from sampler.audio.resample import resample
from sampler.constants import RATE_HZ

PITCH_SEMITONES = 3.0
TILT_DB_PER_OCTAVE = 3.0
FOLD_RANGE_HZ, FOLD_SLOPE_RANGE_DB = (14_000, 19_000), (-12.0, 3.0)
DECAY_RANGE_S = (0.04, 0.4)
LENGTHENING_RANGE = (1.25, 2.5)
MOST_RISE_DB, QUIETEST_DB, BLOCK = 24.0, -60.0, 220
SHORTER_SHARE, LONGER_SHARE, LAYER_SHARE, AIRY_SHARE = 0.35, 0.3, 0.25, 0.5
LAYER_GAIN = (0.2, 0.8)


def variations(
    sounds: list[Prepared], groups: list[str], count: int, rng: np.random.Generator
) -> list[Prepared]:
    """`count` random variations of sounds, whose `groups` (n,) say which are takes of one drum.

    A sound is drawn with the inverse root of its group's size as weight, so that small groups have more
    variations per sound than large ones.
    """
    _, index, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    weights = 1 / np.sqrt(sizes[index])
    drawn = rng.choice(len(sounds), (count, 2), p=weights / weights.sum())
    return [_vary(sounds[first], sounds[second], rng) for first, second in drawn]


def _vary(sound: Prepared, other: Prepared, rng: np.random.Generator) -> Prepared:
    """A random variation of a sound: of its pitch and brightness always, of its decay often.

    Half of the variations get more air, and a quarter are layered with the other sound.
    """
    if rng.random() < LAYER_SHARE:
        sound = _layer(sound, other, rng.uniform(*LAYER_GAIN))
    ratio = 2 ** (rng.uniform(-PITCH_SEMITONES, PITCH_SEMITONES) / 12)
    samples = resample(sound.samples, RATE_HZ * ratio, RATE_HZ)
    if rng.random() < AIRY_SHARE:
        samples = more_air(samples, rng.uniform(*FOLD_RANGE_HZ), rng.uniform(*FOLD_SLOPE_RANGE_DB))
    tilted = _tilt(samples, rng.uniform(-TILT_DB_PER_OCTAVE, TILT_DB_PER_OCTAVE))
    samples = tilted.astype(np.float32)
    peak = find_peak(samples)
    samples[peak:] *= _new_decay(samples[peak:], rng)
    return Prepared(samples, find_peak(samples))


def _new_decay(tail: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Random gains (n,) that shorten, lengthen or keep a tail (n,), which begins at the peak."""
    choice = rng.random()
    if choice < SHORTER_SHARE:
        seconds = np.arange(len(tail)) / RATE_HZ
        return np.asarray(np.exp(-seconds / np.exp(rng.uniform(*np.log(DECAY_RANGE_S)))), np.float32)
    if choice > 1 - LONGER_SHARE:
        return slower_decay(tail, np.exp(rng.uniform(*np.log(LENGTHENING_RANGE))))
    return np.ones(len(tail), np.float32)


def slower_decay(tail: NDArray[np.float32], ratio: float) -> NDArray[np.float32]:
    """Gains (n,) with which a tail (n,) decays `ratio` times as slowly, its background noise excepted."""
    blocks = np.pad(tail, (0, -len(tail) % BLOCK)).reshape(-1, BLOCK)
    level_db = 10 * np.log10(np.mean(blocks**2, axis=1) + 1e-9)
    falling_db = np.maximum(np.maximum.accumulate(level_db[::-1])[::-1], level_db.max() + QUIETEST_DB)
    times, centres = np.arange(len(tail)), BLOCK * (np.arange(len(blocks)) + 0.5)
    rise_db = np.interp(times / ratio, centres, falling_db) - np.interp(times, centres, falling_db)
    return np.asarray(10 ** (np.minimum(rise_db, MOST_RISE_DB) / 20), np.float32)


def _layer(sound: Prepared, other: Prepared, gain: float) -> Prepared:
    """The first sound plus `gain` times the second, with both peaks positive and at the same sample."""
    lead = max(sound.peak, other.peak)
    length = lead + max(len(one.samples) - one.peak for one in (sound, other))
    mixed = np.zeros(length, np.float32)
    for one, level in ((sound, 1.0), (other, gain)):
        start = lead - one.peak
        mixed[start : start + len(one.samples)] += level * one.samples / one.samples[one.peak]
    return Prepared(mixed, find_peak(mixed))


def more_air(samples: NDArray[np.float32], above_hz: float, slope_db: float) -> NDArray[np.float32]:
    """Replace the spectrum above `above_hz` by the mirror image of what lies below: (n,) -> (n,).

    The gain of the image runs from 0 dB at `above_hz` to `slope_db` at its top.

    Filters have removed the highest frequencies of many recordings, and a model would learn to leave them
    out. The mirror image has the envelope of the original. Makhoul and Berouti, "High-frequency regeneration
    in speech coding systems" (1979).
    """
    spectrum = np.fft.rfft(samples)
    fold = round(2 * above_hz / RATE_HZ * (len(spectrum) - 1))
    above = np.arange(fold, len(spectrum))
    gains = 10 ** (slope_db / 20 * np.linspace(0, 1, len(above)))
    spectrum[above] = gains * np.conj(spectrum[2 * fold - above])
    return np.fft.irfft(spectrum, len(samples)).astype(np.float32)


def _tilt(samples: NDArray[np.float32], decibels_per_octave: float) -> NDArray[np.float64]:
    """Tilt the spectrum of samples (n,) around 1 kHz, without shifting phase: (n,)."""
    spectrum = np.fft.rfft(samples)
    octaves = np.log2(np.maximum(np.fft.rfftfreq(len(samples), 1 / RATE_HZ), 30) / 1000)
    return np.fft.irfft(spectrum * 10 ** (decibels_per_octave * octaves / 20), len(samples))
