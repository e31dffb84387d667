"""Levels of long audio: loudness, silence and clipping."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
QUIETEST = 1e-5
CLIPPED_LEVEL, CLIPPED_SHARE = 0.98, 1e-3


def level_db(samples: Floats) -> float:
    """The level of samples (n,) in dB of full scale."""
    return round(float(20 * np.log10(max(QUIETEST, np.sqrt(np.mean(np.square(samples, dtype=float)))))), 1)


def share_silent(seconds: Sequence[Floats], below_db: float) -> float:
    """The share of seconds, each (n,), whose level is below a limit."""
    return _share([level_db(one) < below_db for one in seconds])


def share_clipped(seconds: Sequence[Floats]) -> float:
    """The share of seconds, each (n,), of which more than a thousandth lies at full scale."""
    return _share([bool(np.mean(np.abs(one) > CLIPPED_LEVEL) > CLIPPED_SHARE) for one in seconds])


def _share(found: Sequence[bool]) -> float:
    return round(float(np.mean(found)), 3) if found else 0.0
