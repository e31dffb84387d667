"""Find the position whose sound is closest to a sample: coarse candidates first, then a pattern search."""

from collections.abc import Callable
from itertools import product
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.reference import Reference, search_image
from sampler.model.budget import Budget

FloatArray = NDArray[np.float32]
Positions = NDArray[np.float64]
Score = Callable[[Positions], NDArray[np.float64]]
"""Positions (n, 2) -> distance in dB of the sound at each position from the sample, (n,)."""

STEPS = 13
"""Positions along each side of the coarse grid."""

CANDIDATES = 3
COLUMN_ORDER = (6, 0, 12, 3, 9, 1, 11, 4, 8, 2, 10, 5, 7)
"""The grid's columns in the order in which they are rendered: the first few span the map already."""

ROUNDS = 2
BATCH = 4
"""Sounds that are rendered between two looks at the clock."""

NEIGHBOURS = np.array([(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)])


class CoarseGrid:
    """Log-mel images of a map's sounds at 13 x 13 positions, from which a search chooses its candidates."""

    def __init__(self, decode: Callable[[Positions], FloatArray]) -> None:
        """`decode`: positions (n, 2) -> sounds (n, length). Nothing is rendered yet."""
        self._decode = decode
        ends = np.linspace(0, 1, STEPS)
        self._columns = [np.array(list(product([ends[column]], ends))) for column in COLUMN_ORDER]
        self._images: list[NDArray[np.float16]] = []
        self._rendering = Lock()

    def render(self, budget: Budget) -> None:
        """Render the columns that are still missing, as many as `budget` allows. Safe for threads."""
        while len(self._images) < len(self._columns) and budget.allows_a_step():
            with self._rendering:
                self._render_column()

    @property
    def is_complete(self) -> bool:
        return len(self._images) == len(self._columns)

    def _render_column(self) -> None:
        if len(self._images) < len(self._columns):
            images = search_image(self._decode(self._columns[len(self._images)]))
            # float16 is exact to a hundredth of a decibel, and halves the memory of each model
            self._images.append(images.astype(np.float16))

    def distances(self, reference: Reference, frames: int | None = None) -> NDArray[np.float64]:
        """(n,) dB: audible distances of the rendered positions, with `frames` over the first ones only."""
        images = self._images.copy()  # another thread may add one
        columns = [reference.distance_of_images(column.astype(np.float32), frames) for column in images]
        return np.concatenate([np.empty(0), *columns])

    def nearest(self, reference: Reference) -> Positions:
        """The rendered positions (n, 2) that are heard nearest, the nearest first.

        There are none before a column is rendered.
        """
        order = np.argsort(self.distances(reference))[:CANDIDATES]
        positions: Positions = np.concatenate(self._columns)[order]
        return positions


def refine_position(score: Score, candidates: Positions, budget: Budget) -> Positions:
    """Choose the candidate (n, 2) with the smallest score and improve it by a pattern search: (1, 2).

    The search is that of Hooke and Jeeves (1961), within the unit square. It returns the best position so far
    when `budget` ends: the first candidate where there is time for nothing.
    """
    if not budget.allows_a_step():
        return candidates[:1]
    best, best_score = _best(score, candidates, budget)
    step = 0.5 / (STEPS - 1)
    for _ in range(ROUNDS):
        if not budget.allows_a_step():
            break
        found, found_score = _best(score, np.clip(best + step * NEIGHBOURS, 0, 1), budget)
        if found_score < best_score:
            best, best_score = found, found_score
        else:
            step /= 2
    return best


def _best(score: Score, positions: Positions, budget: Budget) -> tuple[Positions, float]:
    """The position with the smallest score, of as many as `budget` allows, but of one batch at least."""
    scores = score(positions[:BATCH])
    while len(scores) < len(positions) and budget.allows_a_step():
        scores = np.concatenate([scores, score(positions[len(scores) : len(scores) + BATCH])])
    index = int(np.argmin(scores))
    return positions[index : index + 1], float(scores[index])
