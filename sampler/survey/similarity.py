"""Near-duplicates and outliers among hits, by the log-mel distance to their nearest neighbours.

Comparing all pairs of 20,000 spectrograms would take hours. So candidates are found by summaries of 64
numbers, block by block, and exact distances are computed for the candidates only.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.features import model_frame
from sampler.analysis.spectra import RANGE_DB, log_mel
from sampler.audio.prepare import Prepared
from sampler.constants import MODEL_LENGTH_SAMPLES

NEAR_DB = 1.0
"""Two hits with a smaller mean absolute log-mel difference are near-duplicates.

Measured on real drums by `benchmarks/near_duplicates.py`: copies at another level, rate, polarity or bit
depth are nearer than this, as are most copies through Ogg Vorbis or MP3. Other recordings of the same
acoustic snare rarely are.
"""

NEIGHBOURS = 16
OUTLIER_NEIGHBOURS = 5
OUTLIER_SPREADS = 3.0
"""The distance of an outlier to its neighbours exceeds the median by so many scaled median deviations."""

MOST_OUTLIERS = 50
BLOCK = 512
STEPS_PER_DB = 2

FRAME_STARTS = np.array([0, 1, 2, 3, 5, 8, 14, 26])
"""Summaries average log-mel frames from each of these to the next: finer where drums change faster."""

BANDS_AVERAGED = 8

Images = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Neighbours:
    """The k nearest other hits of each of n hits, nearest first: indices (n, k), distances (n, k) in dB."""

    indices: NDArray[np.int64]
    distances_db: Floats


def images(sounds: list[Prepared]) -> Images:
    """Log-mel images uint8 (n, frames, 64) of the model frames of n hits.

    In steps of half a decibel above the level 80 dB below each one's loudest bin.
    """
    decibels = log_mel(np.stack([model_frame(sound, MODEL_LENGTH_SAMPLES) for sound in sounds]))
    above = decibels - decibels.max((1, 2), keepdims=True) + np.float32(RANGE_DB)
    found: Images = np.rint(STEPS_PER_DB * np.maximum(above, 0)).astype(np.uint8)
    return found


def summaries(pictures: Images) -> Floats:
    """Summaries float32 (n, 64) of images (n, frames, bands): means over times and bands."""
    lengths = np.diff(np.append(FRAME_STARTS, pictures.shape[1]))
    by_time = np.add.reduceat(pictures, FRAME_STARTS, axis=1, dtype=np.float32) / lengths[None, :, None]
    pooled = by_time.reshape(len(pictures), len(FRAME_STARTS), -1, BANDS_AVERAGED).mean(3)
    found: Floats = pooled.reshape(len(pictures), -1).astype(np.float32)
    return found


def neighbours(pictures: Images, k: int = NEIGHBOURS) -> Neighbours:
    """The `k` nearest of each of n > k hits, found by their summaries and sorted by exact distance."""
    candidates = _nearest_summaries(summaries(pictures), k)
    exact = np.stack([_distances_db(pictures, index, row) for index, row in enumerate(candidates)])
    order = exact.argsort(1, kind="stable")
    return Neighbours(np.take_along_axis(candidates, order, 1), np.take_along_axis(exact, order, 1))


def _nearest_summaries(points: Floats, k: int) -> NDArray[np.int64]:
    squares = (points**2).sum(1)
    found = np.empty((len(points), k), np.int64)
    for start in range(0, len(points), BLOCK):
        block = points[start : start + BLOCK]
        # the block's own squares are left out, since they do not change the order
        distances = squares[None] - 2 * block @ points.T
        distances[np.arange(len(block)), np.arange(start, start + len(block))] = np.inf
        found[start : start + BLOCK] = np.argpartition(distances, k - 1, axis=1)[:, :k]
    return found


def _distances_db(pictures: Images, index: int, others: NDArray[np.int64]) -> Floats:
    difference = pictures[others].astype(np.int16) - pictures[index].astype(np.int16)
    found: Floats = (np.abs(difference).mean((1, 2)) / STEPS_PER_DB).astype(np.float32)
    return found


def near_duplicate_groups(found: Neighbours, near_db: float = NEAR_DB) -> list[dict[str, Any]]:
    """Groups of near-duplicates, the largest group first.

    `members` are indices, `distances_db` the distance of each member from the first. Every member is near the
    first one; otherwise a chain of slightly different hits would join very different ones.
    """
    near: dict[int, dict[int, float]] = {}
    for index, rank in np.argwhere(found.distances_db < near_db).tolist():
        other, distance = int(found.indices[index, rank]), round(float(found.distances_db[index, rank]), 2)
        near.setdefault(index, {})[other] = near.setdefault(other, {})[index] = distance
    groups, taken = [], set[int]()
    for first in sorted(near, key=lambda index: (-len(near[index]), index)):
        others = sorted((distance, index) for index, distance in near[first].items() if index not in taken)
        if first in taken or not others:
            continue
        members = [first, *(index for _, index in others)]
        groups.append({"members": members, "distances_db": [0.0, *(distance for distance, _ in others)]})
        taken.update(members)
    return sorted(groups, key=lambda group: -len(group["members"]))


def outliers(found: Neighbours) -> list[dict[str, Any]]:
    """Hits far from all others, farthest first: index `sound`, `distance_db`, index `nearest`."""
    distances = found.distances_db[:, :OUTLIER_NEIGHBOURS].mean(1)
    median = float(np.median(distances))
    spread = 1.4826 * float(np.median(np.abs(distances - median)))
    far = np.flatnonzero(distances > median + max(OUTLIER_SPREADS * spread, NEAR_DB))
    return [
        {
            "sound": int(index),
            "distance_db": round(float(distances[index]), 2),
            "nearest": int(found.indices[index, 0]),
        }
        for index in far[np.argsort(-distances[far], kind="stable")][:MOST_OUTLIERS]
    ]
