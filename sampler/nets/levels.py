"""The level at which a sound will be served, so that training hears what producers will hear."""

from typing import Any

import numpy as np
from keras import ops

from sampler.audio.align import REACH_S, SPIKE_ALLOWED, SPIKE_RATIO, SPIKE_REACH_SAMPLES
from sampler.constants import PEAK_LEVEL, RATE_HZ

Tensor = Any


def at_served_level(audio: Tensor, peak_sample: int) -> Tensor:
    """Scale raw sounds (batch, samples) to where `sampler.audio.align.align_peak` puts their body.

    It moves the largest sample near the onset to `PEAK_LEVEL`, after compressing it where it is a spike. If
    training does not hear that, sounds of a low raw peak are learned at the right level and served too loud.
    """
    distance = np.abs(np.arange(audio.shape[1]) - peak_sample)
    magnitude = ops.abs(audio)
    peak = ops.max(magnitude * _mask(distance <= round(REACH_S * RATE_HZ)), axis=1, keepdims=True) + 1e-4
    rest = ops.max(magnitude * _mask(distance > SPIKE_REACH_SAMPLES), axis=1, keepdims=True) + 1e-4
    excess = ops.maximum(peak / (SPIKE_ALLOWED * rest), 1.0)
    return audio * (PEAK_LEVEL / (peak * ops.power(excess, 1 / SPIKE_RATIO - 1)))


def _mask(chosen: np.ndarray[Any, np.dtype[np.bool_]]) -> np.ndarray[Any, np.dtype[np.float32]]:
    return chosen.astype(np.float32)
