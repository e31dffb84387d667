"""Find the position whose sound is closest to a sample: coarse candidates first, then a pattern search."""

from collections.abc import Callable
from itertools import product

import numpy as np
from numpy.typing import NDArray

from sampler.audio.analyse import log_mel, mean_difference

FloatArray = NDArray[np.float32]
Positions = NDArray[np.float64]
Score = Callable[[Positions], NDArray[np.float64]]
"""Positions (n, 2) -> distance in dB of the sound at each position from the sample, (n,)."""

STEPS = 13
"""Positions along each side of the coarse grid."""

CANDIDATES = 12
ROUNDS = 4
NEIGHBOURS = np.array([(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)])


class CoarseGrid:
    """Log-mel images of a map's sounds at 13 x 13 positions, from which a search chooses its candidates."""

    def __init__(self, decode: Callable[[Positions], FloatArray]) -> None:
        """Render the whole grid. `decode`: positions (n, 2) -> sounds (n, length)."""
        ends = np.linspace(0, 1, STEPS)
        self._positions = np.array(list(product(ends, ends)))
        # float16 is exact to a hundredth of a decibel, and halves the memory of a worker with several models
        self._images = log_mel(decode(self._positions)).astype(np.float16)

    def nearest(self, target: FloatArray) -> Positions:
        """The positions (12, 2) whose log-mel images are nearest to that of `target` (length,)."""
        difference = mean_difference(self._images, log_mel(target[None]))
        return self._positions[np.argsort(difference)[:CANDIDATES]]


def refine_position(score: Score, candidates: Positions) -> Positions:
    """Choose the candidate (n, 2) with the smallest score and improve it by a pattern search: (1, 2).

    The search is that of Hooke and Jeeves (1961), within the unit square.
    """
    best, best_score = _best(score, candidates)
    step = 0.5 / (STEPS - 1)
    for _ in range(ROUNDS):
        found, found_score = _best(score, np.clip(best + step * NEIGHBOURS, 0, 1))
        if found_score < best_score:
            best, best_score = found, found_score
        else:
            step /= 2
    return best


def _best(score: Score, positions: Positions) -> tuple[Positions, float]:
    scores = score(positions)
    index = int(np.argmin(scores))
    return positions[index : index + 1], float(scores[index])
