"""Place a recording on a map by ear: listen to the likeliest places and walk on from the best."""

from collections.abc import Callable
from itertools import product

import numpy as np
from numpy.typing import NDArray

from sampler.audio.analyse import log_mel, mean_difference

FloatArray = NDArray[np.float32]
Positions = NDArray[np.float64]
Score = Callable[[Positions], NDArray[np.float64]]
"""Positions (n, 2) -> how far the sounds there lie from the recording, (n,)."""

STEPS = 13
LIKELIEST = 12
ROUNDS = 4
NEIGHBOURS = np.array([(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)])


class Atlas:
    """What a map sounds like on a coarse grid: enough to say where listening closely is worth the time."""

    def __init__(self, decode: Callable[[Positions], FloatArray]) -> None:
        """`decode` makes sounds (n, length) of positions (n, 2)."""
        ends = np.linspace(0, 1, STEPS)
        self._positions = np.array(list(product(ends, ends)))
        # half precision is a hundredth of a decibel, and half the memory of a worker with several models
        self._images = log_mel(decode(self._positions)).astype(np.float16)

    def likeliest(self, target: FloatArray) -> Positions:
        """The places (12, 2) whose log-mel images are nearest to that of `target` (length,)."""
        difference = mean_difference(self._images, log_mel(target[None]))
        return self._positions[np.argsort(difference)[:LIKELIEST]]


def place_by_ear(score: Score, candidates: Positions) -> Positions:
    """The best of candidates (n, 2), improved by a pattern search (Hooke and Jeeves, 1961): (1, 2)."""
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
