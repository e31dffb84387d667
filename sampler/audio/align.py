"""Where a hit peaks, and putting that peak on a chosen sample."""

import numpy as np
from numpy.typing import NDArray


def find_peak(samples: NDArray[np.float32]) -> int:
    """Index of the first sample of largest magnitude in (n,), n > 0."""
    return int(np.argmax(np.abs(samples)))


def place_peak(
    samples: NDArray[np.float32], peak: int, *, attack_samples: int, length_samples: int
) -> NDArray[np.float32]:
    """Copy (n,) into (length_samples,) so that sample `peak` becomes sample `attack_samples`; zeros fill the rest."""
    placed = np.zeros(length_samples, np.float32)
    shift = attack_samples - peak
    kept = samples[max(0, -shift) : max(0, length_samples - shift)]
    start = max(0, shift)
    placed[start : start + len(kept)] = kept
    return placed
