"""The map, a unit square: conversion between positions and latents, and the fitting of the two axes.

Each axis runs between two percentiles of the latents of the training hits and their variations, or of the
prior. It is re-scaled by the change in log-mel along it, so that equal steps of a slider change the sound by
about equal amounts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.features import first_part
from sampler.analysis.spectra import Descriptors, log_mel
from sampler.constants import MODEL_LENGTH_SAMPLES
from sampler.manifest import Axis

FloatArray = NDArray[np.float32]
Doubles = NDArray[np.float64]
Decode = Callable[[FloatArray], FloatArray]
"""Latents (n, 2) -> finished sounds (n, length)."""

PERCENTILES = (1.0, 99.0)
"""Narrower ranges leave out long and bright sounds; with wider ones a corner of a snare map never decays."""

KNOTS, LINES = 129, 53
"""Entries of an axis table, and lines of the grid of latents that is decoded to fit the axes."""

AUDIBLE_DB = -50.0
"""Log-mel levels below this count as this: a change among them cannot be heard."""

SLIDER_STEPS = 32
"""Steps of a slider along an axis that the fit makes even."""

POWER, EXPONENT, ROUNDS = 8, 0.5, 12
"""Power of the mean over lines (a high one follows the largest step), exponent of each round's correction,
and number of rounds.
"""

QUIET_SHARE, LEAST_SHARE = 0.25, 1e-3
"""Lower bounds: a line counts as changing at least `QUIET_SHARE` of the median line; every cell keeps
`LEAST_SHARE` of the mean travel.
"""


@dataclass(frozen=True)
class Map:
    """One table per axis: latent values at equally spaced positions from 0 to 1, rising or falling."""

    tables: tuple[Doubles, Doubles]

    def to_latent(self, positions: Doubles) -> FloatArray:
        """Convert positions (n, 2) in the unit square to latents float32 (n, 2)."""
        columns = [
            np.interp(positions[:, i], np.linspace(0, 1, len(table)), table)
            for i, table in enumerate(self.tables)
        ]
        return np.stack(columns, axis=1).astype(np.float32)

    def to_position(self, latents: FloatArray) -> Doubles:
        """Convert latents (n, 2) to the nearest positions (n, 2) on the map."""
        return np.stack([_look_up(latents[:, i], table) for i, table in enumerate(self.tables)], axis=1)


def _look_up(latents: FloatArray, table: Doubles) -> Doubles:
    positions = np.linspace(0, 1, len(table))
    if table[0] > table[-1]:
        table, positions = table[::-1], positions[::-1]
    return np.interp(latents, table, positions)


def fit_map(means: FloatArray, decode: Decode) -> Map:
    """Fit both axes to the latent means (n, 2) of the training hits and to the sounds of a latent grid."""
    low, high = np.percentile(means.astype(np.float64), PERCENTILES, axis=0)
    # a collapsed latent would give a range of zero width
    high = np.maximum(high, low + 1e-3)
    along_x, along_y = _changes(low, high, decode)
    return Map((_even_table(low[0], high[0], along_x), _even_table(low[1], high[1], along_y)))


def _changes(low: Doubles, high: Doubles, decode: Decode) -> tuple[Doubles, Doubles]:
    """Mean change in dB from cell to cell of an even grid of latents, along x and y: (lines, LINES - 1) each.

    Sounds longer than 0.37 s are measured twice, whole and up to 0.37 s, since the rest is mostly silence;
    they give twice as many lines.
    """
    columns = np.linspace(low[0], high[0], LINES)
    rows = [
        _audible_images(decode(np.stack([columns, np.full(LINES, y)], axis=1).astype(np.float32)))
        for y in np.linspace(low[1], high[1], LINES)
    ]
    grids = [np.stack(images) for images in zip(*rows, strict=True)]
    along_x = [_mean_change(grid, axis=1) for grid in grids]
    along_y = [_mean_change(grid, axis=0).T for grid in grids]
    return np.concatenate(along_x), np.concatenate(along_y)


def _audible_images(sounds: FloatArray) -> list[FloatArray]:
    """Log-mel images, floored at `AUDIBLE_DB`, of the first 0.37 s of sounds (n, length) and of the whole."""
    lengths = {min(sounds.shape[1], MODEL_LENGTH_SAMPLES), sounds.shape[1]}
    return [np.maximum(log_mel(first_part(sounds, length)), AUDIBLE_DB) for length in sorted(lengths)]


def _mean_change(images: FloatArray, axis: int) -> Doubles:
    change: Doubles = np.abs(np.diff(images, axis=axis)).mean(axis=(2, 3), dtype=np.float64)
    return change


def _even_table(low: float, high: float, changes: Doubles) -> Doubles:
    """An axis table (KNOTS,): latents from `low` to `high` at equally spaced positions.

    `changes` (lines, n) holds the change along each line from latent to latent. Cells whose change is large
    against the median slider step of their line get more travel. The median step depends on the travel, so
    the table is computed in rounds.
    """
    travelled = np.pad(np.cumsum(changes, axis=1), ((0, 0), (1, 0)))
    slider, share = np.linspace(0, 1, SLIDER_STEPS + 1), np.ones(changes.shape[1])
    for _ in range(ROUNDS):
        positions = _positions(share)
        steps = np.diff([np.interp(slider, positions, line) for line in travelled], axis=1)
        median = np.median(steps, axis=1, keepdims=True)
        median = np.maximum(median, max(1e-6, QUIET_SHARE * float(np.median(median))))
        excess = np.mean((changes / (share * median)) ** POWER, axis=0) ** (EXPONENT / POWER)
        share *= np.maximum(excess, LEAST_SHARE)
        share = np.maximum(share / share.mean(), LEAST_SHARE)
    latents = np.linspace(low, high, changes.shape[1] + 1)
    return np.interp(np.linspace(0, 1, KNOTS), _positions(share), latents)


def _positions(share: Doubles) -> Doubles:
    """Positions (n + 1,), from 0 to 1, of the edges of n cells that get these shares of the travel."""
    travelled: Doubles = np.concatenate([[0.0], np.cumsum(share)]) / share.sum()
    return travelled


LEAST_PITCH = 0.9
"""Least rank correlation of pitch along an axis, or in a shading, that is called pitch."""

AXES = {
    "brightness_hz": Axis("brightness", "dark", "bright"),
    "length_s": Axis("length", "short", "long"),
    "pitch_hz": Axis("pitch", "low", "high"),
    "noisiness": Axis("noise", "tonal", "noisy"),
}


def name_axes(positions: Doubles, described: Descriptors) -> tuple[Axis, Axis]:
    """Name each axis after the descriptor that correlates best, by rank, with `positions` (n, 2) along it.

    The two axes get different names. Where a descriptor falls along the axis, its ends are swapped. An axis
    is called pitch only where pitch follows it, see `LEAST_PITCH`.
    """
    names = list(AXES)
    links = np.array(
        [[_link(positions[:, i], name, getattr(described, name)) for name in names] for i in (0, 1)]
    )
    pairs = [(i, j) for i in range(len(names)) for j in range(len(names)) if i != j]
    best = max(pairs, key=lambda pair: abs(links[0, pair[0]]) + abs(links[1, pair[1]]))
    return _axis(names[best[0]], links[0, best[0]]), _axis(names[best[1]], links[1, best[1]])


def turn_upwards(fitted: Map, axes: tuple[Axis, Axis]) -> tuple[Map, tuple[Axis, Axis]]:
    """Reverse the axes along which the descriptor that names them falls, so that both rise."""
    upwards = {axis.name: axis for axis in AXES.values()}
    first, second = (
        table if axis == upwards[axis.name] else table[::-1]
        for table, axis in zip(fitted.tables, axes, strict=True)
    )
    return Map((first, second)), (upwards[axes[0].name], upwards[axes[1].name])


def checked_axes(
    axes: tuple[Axis, Axis], positions: Doubles, measured: Mapping[str, Doubles]
) -> tuple[Axis, Axis]:
    """The axes of a model, without the name pitch where the landmarks at `positions` (n, 2) contradict it.

    `measured` holds descriptors (n,) of the landmarks by the names of `AXES`. A model from before
    `LEAST_PITCH` may have an axis that is called pitch and moves something else: it gets the best other name.
    """
    first, second = axes
    return _checked(first, second, positions[:, 0], measured), _checked(
        second, first, positions[:, 1], measured
    )


def _checked(axis: Axis, other: Axis, along: Doubles, measured: Mapping[str, Doubles]) -> Axis:
    if axis.name != AXES["pitch_hz"].name or _link(along, "pitch_hz", measured["pitch_hz"]):
        return axis
    links = {
        name: _link(along, name, measured[name])
        for name, named in AXES.items()
        if named.name not in (axis.name, other.name)
    }
    best = max(links, key=lambda name: abs(links[name]))
    return _axis(best, links[best])


def _link(along: Doubles, descriptor: str, values: Doubles) -> float:
    """Rank correlation of a descriptor with an axis; 0 for a pitch that follows the axis too loosely."""
    correlation = _rank_correlation(along, values)
    return 0.0 if descriptor == "pitch_hz" and abs(correlation) < LEAST_PITCH else correlation


def _axis(descriptor: str, correlation: float) -> Axis:
    axis = AXES[descriptor]
    return axis if correlation >= 0 else Axis(axis.name, axis.high, axis.low)


def _rank_correlation(a: Doubles, b: Doubles) -> float:
    """Spearman's coefficient of (n,) and (n,); 0 where either does not vary."""
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    return float(np.corrcoef(_ranks(a), _ranks(b))[0, 1])


def _ranks(values: Doubles) -> Doubles:
    """Ranks from 1; equal values share their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    shared: Doubles = np.cumsum(counts) - (counts - 1) / 2
    return shared[inverse]
