"""The unit square that producers move over: from positions to latents and back, and how the axes are fitted.

Each axis runs between percentiles of where training sounds and their variations lie, or of the prior, and is
re-scaled by how much of a change in log-mel is heard along it: no travel is dead and none jumps.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sampler.artifact import Axis
from sampler.audio.analyse import Descriptors, log_mel
from sampler.audio.features import first_part
from sampler.constants import MODEL_LENGTH_SAMPLES

FloatArray = NDArray[np.float32]
Doubles = NDArray[np.float64]
Decode = Callable[[FloatArray], FloatArray]
"""Latents (n, 2) -> finished sounds (n, length)."""

PERCENTILES = (1.0, 99.0)
"""Narrower, long and bright sounds are left out; wider, a corner of a snare map rings to its end."""

KNOTS, LINES = 129, 53
"""Entries of a table, and lines along each axis that are listened to."""

AUDIBLE_DB = -50.0
"""Steps along a map ignore what is fainter: nobody hears a change down there."""

SLIDER_STEPS = 32
"""A hand's steps along an axis, which are to be even."""

POWER, PULL, ROUNDS = 8, 0.5, 12
"""Of the mean over lines, since a hand feels the largest step; of a round's correction; how many rounds."""

QUIET_SHARE, LEAST_SHARE = 0.25, 1e-3
"""A line that changes less than so much of what others do counts as if it did; no place is without travel."""


@dataclass(frozen=True)
class Map:
    """Two tables of latent values at equally spaced positions from 0 to 1, each rising or falling."""

    tables: tuple[Doubles, Doubles]

    def to_latent(self, positions: Doubles) -> FloatArray:
        """Positions (n, 2) in the unit square -> latents (n, 2), float32."""
        columns = [
            np.interp(positions[:, i], np.linspace(0, 1, len(table)), table)
            for i, table in enumerate(self.tables)
        ]
        return np.stack(columns, axis=1).astype(np.float32)

    def to_position(self, latents: FloatArray) -> Doubles:
        """Latents (n, 2) -> the nearest positions (n, 2)."""
        return np.stack([_look_up(latents[:, i], table) for i, table in enumerate(self.tables)], axis=1)


def _look_up(latents: FloatArray, table: Doubles) -> Doubles:
    positions = np.linspace(0, 1, len(table))
    if table[0] > table[-1]:
        table, positions = table[::-1], positions[::-1]
    return np.interp(latents, table, positions)


def fit_map(means: FloatArray, decode: Decode) -> Map:
    """Fit both axes to the means (n, 2) of the training sounds, by listening to the decoder along each."""
    low, high = np.percentile(means.astype(np.float64), PERCENTILES, axis=0)
    # a collapsed latent would give a range of zero width
    high = np.maximum(high, low + 1e-3)
    along_x, along_y = _changes(low, high, decode)
    return Map((_even_table(low[0], high[0], along_x), _even_table(low[1], high[1], along_y)))


def _changes(low: Doubles, high: Doubles, decode: Decode) -> tuple[Doubles, Doubles]:
    """What is heard of each step along the lines of an even grid of latents, of those along x and along y:
    (lines, LINES - 1). There are as many again where sounds are long, of their beginning alone: most of a
    long sound is silence.
    """
    columns = np.linspace(low[0], high[0], LINES)
    rows = [
        _hearings(decode(np.stack([columns, np.full(LINES, y)], axis=1).astype(np.float32)))
        for y in np.linspace(low[1], high[1], LINES)
    ]
    grids = [np.stack(images) for images in zip(*rows, strict=True)]
    along_x = [_mean_change(grid, axis=1) for grid in grids]
    along_y = [_mean_change(grid, axis=0).T for grid in grids]
    return np.concatenate(along_x), np.concatenate(along_y)


def _hearings(sounds: FloatArray) -> list[FloatArray]:
    """Audible log-mel images of sounds (n, length) and, where they are longer than most models', of their
    beginning.
    """
    lengths = {min(sounds.shape[1], MODEL_LENGTH_SAMPLES), sounds.shape[1]}
    return [np.maximum(log_mel(first_part(sounds, length)), AUDIBLE_DB) for length in sorted(lengths)]


def _mean_change(images: FloatArray, axis: int) -> Doubles:
    change: Doubles = np.abs(np.diff(images, axis=axis)).mean(axis=(2, 3), dtype=np.float64)
    return change


def _even_table(low: float, high: float, changes: Doubles) -> Doubles:
    """Latents from low to high at equally spaced positions, such that along no line, whose changes (lines, n)
    from latent to latent are given, a step stands far above the others.

    In rounds, since what a line's steps mostly are depends on the travel that its places have.
    """
    heard = np.pad(np.cumsum(changes, axis=1), ((0, 0), (1, 0)))
    hand, share = np.linspace(0, 1, SLIDER_STEPS + 1), np.ones(changes.shape[1])
    for _ in range(ROUNDS):
        positions = _positions(share)
        steps = np.diff([np.interp(hand, positions, line) for line in heard], axis=1)
        mostly = np.median(steps, axis=1, keepdims=True)
        mostly = np.maximum(mostly, max(1e-6, QUIET_SHARE * float(np.median(mostly))))
        standing_out = np.mean((changes / (share * mostly)) ** POWER, axis=0) ** (PULL / POWER)
        share *= np.maximum(standing_out, LEAST_SHARE)
        share = np.maximum(share / share.mean(), LEAST_SHARE)
    latents = np.linspace(low, high, changes.shape[1] + 1)
    return np.interp(np.linspace(0, 1, KNOTS), _positions(share), latents)


def _positions(share: Doubles) -> Doubles:
    """Where on an axis the latents lie between which the travel is shared out so: from 0 to 1."""
    travelled: Doubles = np.concatenate([[0.0], np.cumsum(share)]) / share.sum()
    return travelled


WORDS = {
    "brightness_hz": Axis("brightness", "dark", "bright"),
    "length_s": Axis("length", "short", "long"),
    "pitch_hz": Axis("pitch", "low", "high"),
    "noisiness": Axis("noise", "tonal", "noisy"),
}


def name_axes(positions: Doubles, heard: Descriptors) -> tuple[Axis, Axis]:
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


def _rank_correlation(a: Doubles, b: Doubles) -> float:
    """Spearman's coefficient; 0 where either does not vary."""
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    return float(np.corrcoef(_ranks(a), _ranks(b))[0, 1])


def _ranks(values: Doubles) -> Doubles:
    """Ranks from 1; equal values share their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    shared: Doubles = np.cumsum(counts) - (counts - 1) / 2
    return shared[inverse]
