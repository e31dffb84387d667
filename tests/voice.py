"""A synthesised vowel: pulses through three resonances, as Klatt (1980) makes them."""

import numpy as np
from numpy.typing import NDArray

from sampler.constants import RATE_HZ

Floats = NDArray[np.float32]

FORMANTS = ((700, 80), (1220, 90), (2600, 120))
"""Frequencies and bandwidths in Hz of an open vowel."""


def vowel(hz: float, seconds: float = 1.0) -> Floats:
    """A vowel sung at a fundamental of `hz`, float32 (n,)."""
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    spectrum = np.zeros(len(times))
    for harmonic in np.arange(1, int(5000 / hz)):
        frequency = harmonic * hz
        gains = [1 / np.hypot(1 - (frequency / at) ** 2, frequency * width / at**2) for at, width in FORMANTS]
        spectrum += np.prod(gains) / harmonic * np.sin(2 * np.pi * frequency * times + harmonic**2)
    fades = np.minimum(1, np.minimum(times / 0.03, (seconds - times) / 0.1))
    sung: Floats = (0.8 * fades * spectrum / np.abs(spectrum).max()).astype(np.float32)
    return sung
