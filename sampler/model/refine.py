"""Move a position or a detail so that the sound comes closer to a sample.

The serving form of a model has no gradients, so slopes are measured by rendering.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sampler.model.budget import Budget

FloatArray = NDArray[np.float32]
Difference = Callable[[FloatArray], FloatArray]
"""Vectors (n, size) -> dB by which each spectral bin of their sounds differs from the sample: (n, bins)."""

BATCH = 12
"""Sounds that are rendered between two looks at the clock."""

SMALL_DB = 4.0
"""Differences below this enter the cost by their square, larger ones by their magnitude."""

FIRST_DAMPING = 0.1
DAMPINGS = np.array([4.0, 1.0, 0.25, 0.0625])
"""Each round tries the current damping times each of these."""

DAMPING_GROWTH, MAX_DAMPING = 16.0, 1e6
"""A round without improvement multiplies the damping; the search ends when it exceeds the maximum."""


class _State(NamedTuple):
    """The best vector (size,) so far, its residual (bins,), and the slopes (size, bins) there."""

    best: FloatArray
    residual: FloatArray
    slopes: FloatArray


def refine(
    difference: Difference,
    weights: FloatArray,
    start: FloatArray,
    bounds: tuple[float, float],
    *,
    probe: float,
    rounds: int,
    reused: int = 0,
    seconds: float = 0.0,
    budget: Budget | None = None,
) -> FloatArray:
    """Search from `start` (size,) for the vector within `bounds` whose sound is closest to the sample.

    The cost is the sum of absolute differences, each times its weight (bins,). The result never costs more
    than `start`. The search does at least `rounds` rounds, and more until `seconds` have passed, unless
    `budget` ends before.

    Each round moves every number by `probe` to measure its slope, then solves for all numbers at once: least
    squares, damped (Marquardt, 1963) and reweighted towards absolute differences (Holland and Welsch, 1977).
    Up to `reused` further steps then use the same slopes, corrected by what each step changed (Broyden,
    1965): they cost a few sounds each, where measuring costs as many as there are numbers.
    """
    budget = budget or Budget()
    if not budget.allows_a_step():
        return start
    best, residual, damping, done = start, difference(start[None])[0], FIRST_DAMPING, 0
    wanted = budget.only(seconds)
    while damping < MAX_DAMPING and budget.allows_a_step() and (wanted.allows_a_step() or done < rounds):
        slopes = _slopes(difference, best, residual, probe, bounds, budget)
        if slopes is None:
            break
        state = _State(best, residual, slopes)
        for _ in range(1 + reused):
            state, factor = _step(difference, weights, state, bounds, damping)
            damping *= factor
            if factor == DAMPING_GROWTH or not budget.allows_a_step():
                break
        best, residual, _ = state
        done += 1
    return best


def _step(
    difference: Difference, weights: FloatArray, state: _State, bounds: tuple[float, float], damping: float
) -> tuple[_State, float]:
    """Try a step for each damping; returns the better state, and by what the damping changes."""
    best, residual, slopes = state
    tried = np.clip(best + _steps(slopes, residual, weights, damping * DAMPINGS), *bounds).astype(np.float32)
    residuals = difference(tried)
    nearest = int((np.abs(residuals) @ weights).argmin())
    if not np.abs(residuals[nearest]) @ weights < np.abs(residual) @ weights:
        return state, DAMPING_GROWTH
    step, change = tried[nearest] - best, residuals[nearest] - residual
    unforeseen = (change - step @ slopes) / np.float32(max(float(step @ step), 1e-12))
    return _State(tried[nearest], residuals[nearest], slopes + np.outer(step, unforeseen)), DAMPINGS[nearest]


def _slopes(
    difference: Difference,
    at: FloatArray,
    residual: FloatArray,
    probe: float,
    bounds: tuple[float, float],
    budget: Budget,
) -> FloatArray | None:
    """Slopes (size, bins) of the difference in each number of `at`, by finite differences; None when `budget`
    ends before all are measured.
    """
    steps = np.where(at + probe <= bounds[1], probe, -probe).astype(np.float32)
    moved, measured = at + np.diag(steps), []
    for start in range(0, len(moved), BATCH):
        if not budget.allows_a_step():
            return None
        measured.append(difference(moved[start : start + BATCH]))
    return np.asarray((np.concatenate(measured) - residual) / steps[:, None])


def _steps(
    slopes: FloatArray, residual: FloatArray, weights: FloatArray, dampings: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Least-squares steps (n, size), one for each of n dampings, which are relative to the mean curvature."""
    weighted = slopes * (weights / np.maximum(np.abs(residual), SMALL_DB))
    curvature = (weighted @ slopes.T).astype(np.float64)
    plain = np.eye(len(slopes)) * max(np.trace(curvature) / len(slopes), 1e-9)
    return np.stack(
        [np.linalg.solve(curvature + damping * plain, -weighted @ residual) for damping in dampings]
    )
