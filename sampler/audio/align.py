"""Find the peak of a sound and move it to a chosen sample; make a decoder's output a finished sound."""

import numpy as np
from numpy.typing import NDArray

from sampler.audio.ending import fade_tail
from sampler.audio.fade import fade_in, fade_out
from sampler.audio.level import ceil_gain, set_peak
from sampler.constants import PEAK_LEVEL, RATE_HZ

Floats = NDArray[np.float32]

REACH_S = 0.002
"""The onset is looked for within this time of the peak sample, and moved by this much at most."""

REST_CEILING = 0.999
"""All samples but the peak stay below this share of it. The margin is larger than a step of 16 bits."""

FAINTEST_ONSET = 1 / 32
"""A fainter onset, relative to the loudest sample, is raised to this level: -30 dB."""

TICK_SAMPLES = 8
"""Half the length of the tick that raises a missing onset."""

SPIKE_ALLOWED = 10 ** (1 / 20)
SPIKE_RATIO = 4.0
SPIKE_REACH_SAMPLES, SPIKE_FADE_SAMPLES = 24, 48
"""A peak more than 1 dB above every sample further than 24 samples away is compressed 4:1, within 1 ms."""

MAX_LEVEL = 1e6
"""Larger magnitudes of a decoder's output are clipped to this, so that squares cannot overflow."""

START_FADE_SAMPLES = 64
END_FADE_SAMPLES = 512


def find_peak(samples: Floats) -> int:
    """Index of the first sample of largest magnitude in float32 (n,), n > 0."""
    return int(np.argmax(np.abs(samples)))


def place_peak(samples: Floats, peak: int, *, attack_samples: int, length_samples: int) -> Floats:
    """Copy (n,) into float32 (length_samples,) so that index `peak` becomes `attack_samples`, zero-padded."""
    placed = np.zeros(length_samples, np.float32)
    shift = attack_samples - peak
    kept = samples[max(0, -shift) : max(0, length_samples - shift)]
    start = max(0, shift)
    placed[start : start + len(kept)] = kept
    return placed


def align_peak(raw: Floats, *, peak_sample: int, rate_hz: int = RATE_HZ, norm: bool = True) -> Floats:
    """Turn a decoder's output (n,), which may hold any values, into a finished sound float32 (n,).

    The largest sample within 2 ms of `peak_sample` is moved there. The largest of all samples is not used,
    since a late burst of noise would then move the onset. A smooth gain brings louder samples below the peak,
    `fade_tail` makes a long tail end, and both ends are faded. The peak has `PEAK_LEVEL`; without `norm` it
    keeps its own level if that is lower.
    """
    sound = _finite(raw).clip(-MAX_LEVEL, MAX_LEVEL).astype(np.float32, copy=False)
    reach = round(REACH_S * rate_hz)
    start = max(0, peak_sample - reach)
    nearest = start + find_peak(sound[start : peak_sample + reach + 1])
    sound = place_peak(sound, nearest, attack_samples=peak_sample, length_samples=len(sound))
    sound = fade_edges(fade_tail(_with_onset(sound, peak_sample)), peak_sample)
    sound = _compress_spike(sound, peak_sample)
    level = float(np.abs(sound[peak_sample]))
    return set_peak(
        _limit_rest(sound, peak_sample), peak_sample, PEAK_LEVEL if norm else min(PEAK_LEVEL, level)
    )


def _finite(raw: Floats) -> Floats:
    """`raw` (n,), with 0 for what is no number."""
    return raw if np.isfinite(raw).all() else np.nan_to_num(raw, nan=0.0, posinf=0.0, neginf=0.0)


def _limit_rest(sound: Floats, peak_sample: int) -> Floats:
    """Bring all other samples below the peak by a smooth gain, and by clipping within 0.7 ms of the peak."""
    peak, rest = sound[peak_sample], sound.copy()
    rest[peak_sample] = 0
    ceiling = float(np.abs(peak)) * REST_CEILING
    if np.abs(rest).max() > ceiling:
        rest = np.clip(rest * ceil_gain(rest, ceiling), -ceiling, ceiling)
    rest[peak_sample] = peak
    return rest


def _compress_spike(sound: Floats, peak_sample: int) -> Floats:
    """Compress a peak that stands out as a spike.

    Training aligns hits by their peaks, so a model learns a peak that stands higher above the body than the
    peak of a recording does (3.7 dB against 0.4 dB, medians over held-out snares). Raising the rest of the
    attack instead, and leaving the tail as it is, measured farther from recordings in every respect.
    """
    peak, rest = float(np.abs(sound[peak_sample])), np.abs(sound)
    rest[max(0, peak_sample - SPIKE_REACH_SAMPLES) : peak_sample + SPIKE_REACH_SAMPLES + 1] = 0
    excess = peak / max(SPIKE_ALLOWED * float(rest.max()), 1e-3 * peak)
    if excess <= 1:
        return sound
    start, stop = max(0, peak_sample - SPIKE_FADE_SAMPLES), peak_sample + SPIKE_FADE_SAMPLES + 1
    tamed = sound.copy()
    near = np.arange(start - peak_sample, min(stop, len(sound)) - peak_sample) / SPIKE_FADE_SAMPLES
    depth = 0.5 + 0.5 * np.cos(np.pi * near)
    tamed[start:stop] *= (1 - depth * (1 - excess ** (1 / SPIKE_RATIO - 1))).astype(np.float32)
    return tamed


def _with_onset(sound: Floats, peak_sample: int) -> Floats:
    """Add a tick of a third of a millisecond to a broken sound that is nearly silent at its onset."""
    missing = max(1e-6, FAINTEST_ONSET * float(np.abs(sound).max())) - float(np.abs(sound[peak_sample]))
    if missing <= 0:
        return sound
    distance = np.arange(len(sound)) - peak_sample
    tick = np.where(np.abs(distance) < TICK_SAMPLES, 0.5 + 0.5 * np.cos(np.pi * distance / TICK_SAMPLES), 0)
    raised: Floats = sound + np.copysign(missing * tick, sound[peak_sample]).astype(np.float32)
    return raised


def fade_edges(sound: Floats, peak_sample: int, *, end_samples: int = END_FADE_SAMPLES) -> Floats:
    """Fade the start and the end of (n,); neither fade reaches index `peak_sample`."""
    faded = fade_in(sound, min(START_FADE_SAMPLES, peak_sample))
    return fade_out(faded, min(end_samples, len(sound) - 1 - peak_sample))
