"""Bring what a model plays closer to a recording, through the serving form, which has no gradients."""

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
Difference = Callable[[FloatArray], FloatArray]
"""Vectors (n, size) -> by how many dB what they play differs from a recording: (n, bins)."""

SMALL_DB = 4.0
"""Differences below this count by their square, which is what least squares are made for."""

FIRST_DAMPING = 0.1
DAMPINGS = np.array([4.0, 1.0, 0.25, 0.0625])
RELAXING, STUCK = 16.0, 1e6


def refine(
    difference: Difference,
    weights: FloatArray,
    start: FloatArray,
    bounds: tuple[float, float],
    *,
    probe: float,
    rounds: int,
    seconds: float = 0.0,
) -> FloatArray:
    """The closest vector (size,) within `bounds` that `rounds`, and more while `seconds` last, find from
    `start`.

    What counts is the sum of absolute differences, each times its weight (bins,). The result is never further
    off than `start`.

    Each round moves every number by `probe` to hear what it does, then solves for all of them: least squares,
    damped (Marquardt, 1963) and reweighted towards absolute differences (Holland and Welsch, 1977).
    """
    best, heard, damping = start, difference(start[None])[0], FIRST_DAMPING
    ends, done, longest_s = time.monotonic() + seconds, 0, 0.0
    while damping < STUCK and ((began := time.monotonic()) + longest_s < ends or done < rounds):
        slopes = _slopes(difference, best, heard, probe, bounds)
        tried = np.clip(best + _steps(slopes, heard, weights, damping * DAMPINGS), *bounds).astype(np.float32)
        answers = difference(tried)
        nearest = int((np.abs(answers) @ weights).argmin())
        if np.abs(answers[nearest]) @ weights < np.abs(heard) @ weights:
            best, heard = tried[nearest], answers[nearest]
            damping *= DAMPINGS[nearest]
        else:
            damping *= RELAXING
        done, longest_s = done + 1, max(longest_s, time.monotonic() - began)
    return best


def _slopes(
    difference: Difference, at: FloatArray, heard: FloatArray, probe: float, bounds: tuple[float, float]
) -> FloatArray:
    """(size, bins): what the difference does for each number, by finite differences."""
    steps = np.where(at + probe <= bounds[1], probe, -probe).astype(np.float32)
    return (difference(at + np.diag(steps)) - heard) / steps[:, None]


def _steps(
    slopes: FloatArray, heard: FloatArray, weights: FloatArray, dampings: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(n, size): the step that each damping, relative to the mean curvature, takes towards no difference."""
    weighted = slopes * (weights / np.maximum(np.abs(heard), SMALL_DB))
    curvature = (weighted @ slopes.T).astype(np.float64)
    plain = np.eye(len(slopes)) * max(np.trace(curvature) / len(slopes), 1e-9)
    return np.stack([np.linalg.solve(curvature + damping * plain, -weighted @ heard) for damping in dampings])
