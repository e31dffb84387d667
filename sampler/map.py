"""The unit square that producers move over: from positions to latents and back, and how the axes are fitted.

Each axis runs between percentiles of where training sounds and their variations lie, or of the prior, and is
re-scaled so that the mean log-mel change along it is constant: no travel is dead and none jumps.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sampler.artifact import Axis
from sampler.audio.analyse import Descriptors, log_mel

FloatArray = NDArray[np.float32]
Decode = Callable[[FloatArray], FloatArray]
"""Latents (n, 2) -> finished sounds (n, length)."""

PERCENTILES = (1.0, 99.0)
"""Narrower, long and bright sounds are left out; wider, a corner of a snare map rings to its end."""

KNOTS, LINES = 129, 9
AUDIBLE_DB = -50.0
"""Steps along a map ignore what is fainter: nobody hears a change down there."""


@dataclass(frozen=True)
class Map:
    """Two tables of latent values at equally spaced positions from 0 to 1, each rising or falling."""

    tables: tuple[NDArray[np.float64], NDArray[np.float64]]

    def to_latent(self, positions: NDArray[np.float64]) -> FloatArray:
        """Positions (n, 2) in the unit square -> latents (n, 2), float32."""
        columns = [
            np.interp(positions[:, i], np.linspace(0, 1, len(table)), table)
            for i, table in enumerate(self.tables)
        ]
        return np.stack(columns, axis=1).astype(np.float32)

    def to_position(self, latents: FloatArray) -> NDArray[np.float64]:
        """Latents (n, 2) -> the nearest positions (n, 2)."""
        return np.stack([_look_up(latents[:, i], table) for i, table in enumerate(self.tables)], axis=1)


def _look_up(latents: FloatArray, table: NDArray[np.float64]) -> NDArray[np.float64]:
    positions = np.linspace(0, 1, len(table))
    if table[0] > table[-1]:
        table, positions = table[::-1], positions[::-1]
    return np.interp(latents, table, positions)


def fit_map(means: FloatArray, decode: Decode) -> Map:
    """Fit both axes to the means (n, 2) of the training sounds, by listening to the decoder along each."""
    low, high = np.percentile(means.astype(np.float64), PERCENTILES, axis=0)
    # a collapsed latent would give a range of zero width
    high = np.maximum(high, low + 1e-3)
    return Map((_arc_length_table(0, low, high, decode), _arc_length_table(1, low, high, decode)))


def _arc_length_table(
    axis: int, low: NDArray[np.float64], high: NDArray[np.float64], decode: Decode
) -> NDArray[np.float64]:
    along = np.linspace(low[axis], high[axis], KNOTS)
    steps = np.mean(
        [_steps(axis, along, across, decode) for across in np.linspace(low[1 - axis], high[1 - axis], LINES)],
        0,
    )
    # where nothing changes at all, fall back on equal steps
    travelled = np.concatenate([[0.0], np.cumsum(np.maximum(steps, 1e-6 + 1e-3 * steps.mean()))])
    return np.interp(np.linspace(0, travelled[-1], KNOTS), travelled, along)


def _steps(axis: int, along: NDArray[np.float64], across: float, decode: Decode) -> NDArray[np.float64]:
    line = np.full((KNOTS, 2), across, np.float32)
    line[:, axis] = along
    heard = np.maximum(log_mel(decode(line)), AUDIBLE_DB)
    change: NDArray[np.float64] = np.abs(np.diff(heard, axis=0)).mean(axis=(1, 2), dtype=np.float64)
    return change


WORDS = {
    "brightness_hz": Axis("brightness", "dark", "bright"),
    "length_s": Axis("length", "short", "long"),
    "pitch_hz": Axis("pitch", "low", "high"),
    "noisiness": Axis("noise", "tonal", "noisy"),
}


def name_axes(positions: NDArray[np.float64], heard: Descriptors) -> tuple[Axis, Axis]:
    """Name each axis after the descriptor that it moves most, by rank correlation over sounds at `positions`
    (n, 2).

    The two axes get different names; where a descriptor falls along the axis, its ends are swapped.
    """
    columns = {name: getattr(heard, name) for name in WORDS}
    links = np.array(
        [[_rank_correlation(positions[:, axis], column) for column in columns.values()] for axis in (0, 1)]
    )
    names = list(columns)
    pairs = [(i, j) for i in range(len(names)) for j in range(len(names)) if i != j]
    best = max(pairs, key=lambda pair: abs(links[0, pair[0]]) + abs(links[1, pair[1]]))
    return _axis(names[best[0]], links[0, best[0]]), _axis(names[best[1]], links[1, best[1]])


def turn_upwards(fitted: Map, axes: tuple[Axis, Axis]) -> tuple[Map, tuple[Axis, Axis]]:
    """Turn axes round where needed, so that both lead to more of what they are named after."""
    upwards = {axis.name: axis for axis in WORDS.values()}
    first, second = (
        table if axis == upwards[axis.name] else table[::-1]
        for table, axis in zip(fitted.tables, axes, strict=True)
    )
    return Map((first, second)), (upwards[axes[0].name], upwards[axes[1].name])


def _axis(descriptor: str, correlation: float) -> Axis:
    axis = WORDS[descriptor]
    return axis if correlation >= 0 else Axis(axis.name, axis.high, axis.low)


def _rank_correlation(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Spearman's coefficient; 0 where either does not vary."""
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    return float(np.corrcoef(_ranks(a), _ranks(b))[0, 1])


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 1; equal values share their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    shared: NDArray[np.float64] = np.cumsum(counts) - (counts - 1) / 2
    return shared[inverse]
