"""Raised-cosine fades: without one, a cut clicks."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray


@lru_cache(maxsize=64)
def rise(fade_samples: int) -> NDArray[np.float32]:
    """Gains (fade_samples,) that rise from 0 and would reach 1 at index `fade_samples`."""
    gains = (0.5 - 0.5 * np.cos(np.pi * np.arange(fade_samples) / fade_samples)).astype(np.float32)
    gains.flags.writeable = False
    return gains


def fade_in(samples: NDArray[np.float32], fade_samples: int) -> NDArray[np.float32]:
    """Copy of (n,) whose first `fade_samples` rise from zero; later samples are unchanged."""
    fade_samples = max(0, min(fade_samples, len(samples)))
    faded = samples.copy()
    if fade_samples:
        faded[:fade_samples] *= rise(fade_samples)
    return faded


def fade_out(samples: NDArray[np.float32], fade_samples: int) -> NDArray[np.float32]:
    """Copy of (n,) whose last `fade_samples` fall to exactly zero."""
    return fade_in(samples[::-1], fade_samples)[::-1]
