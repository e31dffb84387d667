"""Derivative-free search for a closer match to a dropped recording, through the serving form."""

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
Distance = Callable[[FloatArray, FloatArray], NDArray[np.float64]]
Bounds = tuple[FloatArray, FloatArray]

SECONDS = 0.8
POPULATION = 24
PARENTS = 6
FIRST_STEP, LAST_STEP = 0.4, 0.02


def refine(
    distance: Distance, latent: FloatArray, detail: FloatArray, bounds: Bounds
) -> tuple[FloatArray, FloatArray]:
    """Improve one latent (1, 2) and detail (1, size) for `SECONDS`; never returns a worse pair than it got.

    `distance` scores a batch. An evolution strategy with weighted recombination and a shrinking step
    (Rechenberg, 1973; Hansen, 2016, without the covariance, which a second of decodes cannot estimate in 34
    dimensions).
    """
    rng = np.random.default_rng(0)
    size = latent.shape[1]
    best = centre = np.concatenate([latent, detail], axis=1)[0]
    best_distance = float(distance(latent, detail)[0])
    weights = np.log(PARENTS + 0.5) - np.log(np.arange(1, PARENTS + 1))
    started = time.monotonic()
    while (spent := (time.monotonic() - started) / SECONDS) < 1:
        step = FIRST_STEP * (LAST_STEP / FIRST_STEP) ** spent
        tried = centre + step * rng.standard_normal((POPULATION, len(centre))).astype(np.float32)
        tried[:, :size] = np.clip(tried[:, :size], *bounds)
        tried[:, size:] = tried[:, size:].astype(np.float16)  # as details travel
        scores = distance(tried[:, :size], tried[:, size:])
        order = np.argsort(scores)[:PARENTS]
        centre = np.average(tried[order], axis=0, weights=weights).astype(np.float32)
        if scores[order[0]] < best_distance:
            best, best_distance = tried[order[0]], float(scores[order[0]])
    return best[None, :size], best[None, size:]
