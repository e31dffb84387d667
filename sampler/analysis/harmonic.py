"""Which harmonic of a steady sound a partial is: a voice is loudest in a formant, above its fundamental."""

import numpy as np
from numpy.typing import NDArray

from sampler.constants import RATE_HZ

Doubles = NDArray[np.float64]

STEADY_S, STEADY_SHARE = (0.02, 0.14), 0.5
"""After the peak: a sound is steady when the second half of it has at least half the power of the first."""

REPEATS = 0.9
"""Least correlation of a waveform with itself a period later."""

MOST_HARMONICS, LOWEST_HZ = 12, 60.0
"""How far below a partial its fundamental may be."""


def harmonic_of(after_peak: Doubles, hz: float) -> int:
    """The number of the harmonic that a partial of `hz` is in a sound float64 (n,), from its peak on.

    One hears the fundamental: the shortest multiple of the partial's period after which the waveform repeats.
    1 where the sound decays, as drums do, where it does not repeat, and where it ends within 0.14 s.
    """
    start, end = (round(second * RATE_HZ) for second in STEADY_S)
    steady = after_peak[start:end]
    if len(steady) < end - start or not _is_steady(steady) or _repeats(steady, RATE_HZ / hz):
        return 1
    counts = range(2, min(MOST_HARMONICS, int(hz / LOWEST_HZ)) + 1)
    return next((count for count in counts if _repeats(steady, count * RATE_HZ / hz)), 1)


def _is_steady(sound: Doubles) -> bool:
    first, second = (float(np.square(half).mean()) for half in np.split(sound, 2))
    return second > STEADY_SHARE * first


def _repeats(sound: Doubles, lag: float) -> bool:
    """Whether (n,) is much like itself after a lag in samples, or after one that is up to 2 % away."""
    reach = max(1, round(lag / 50))
    shifts = range(max(1, round(lag) - reach), round(lag) + reach + 1)
    return any(_correlation(sound[:-shift], sound[shift:]) > REPEATS for shift in shifts)


def _correlation(one: Doubles, other: Doubles) -> float:
    return float(one @ other / np.sqrt((one @ one) * (other @ other) + 1e-20))
