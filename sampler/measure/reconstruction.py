"""Measure a model against recordings. `evaluate` prints these metrics and the manifest holds them."""

import time
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.features import first_part
from sampler.constants import MODEL_LENGTH_SAMPLES
from sampler.measure.evaluation import grid_report, onset_spike_db, reconstruction_distances
from sampler.measure.heard import heard_figures, nearest_figures
from sampler.model.inference import Model

FloatArray = NDArray[np.float32]
GRID_STEPS = 33
CHUNK = 64


def grid_positions(steps: int) -> NDArray[np.float64]:
    """Positions (steps^2, 2) of a grid over the map, ends included, row-major, x running first."""
    ends = np.linspace(0, 1, steps) if steps > 1 else np.array([0.5])
    return np.array([(x, y) for y in ends for x in ends])


def decode_positions(model: Model, positions: NDArray[np.float64], *, tune: float = 0.0) -> FloatArray:
    """Finished sounds (n, length) at positions (n, 2), without detail."""
    latents = model.map.to_latent(positions)
    parts = [model.sounds(latents[i : i + CHUNK], tune=tune) for i in range(0, len(latents), CHUNK)]
    return np.concatenate(parts)


def measure(
    model: Model,
    real: FloatArray,
    steps: int = GRID_STEPS,
    length_samples: int | None = None,
    known: FloatArray | None = None,
) -> dict[str, Any]:
    """Distances of reconstructions from model frames (n, length), map quality over a grid, decode time.

    With `length_samples` only that part of every sound counts, so that models of different lengths can be
    compared. Figures of what is heard are over the first 0.37 s at most. With `known` (m, length), frames
    that the model learned from, `nearest` holds the figures of those that are heard nearest.
    """
    length = length_samples or real.shape[1]
    original, full, map_only, grid = (
        first_part(sounds, length)
        for sounds in (real, *reconstructions(model, real), decode_positions(model, grid_positions(steps)))
    )
    report: dict[str, Any] = {
        "sounds": len(real),
        "full": _distances(original, full),
        "map_only": _distances(original, map_only),
        "onset_spike_db": {"made": _median_spike(full), "real": _median_spike(original)},
        "grid": grid_report(grid, steps, original),
        "decode_ms": _decode_ms(model),
    }
    if known is not None:
        report["nearest"] = nearest_figures(_beginning(original), _beginning(known))
    return _rounded(report)


def _distances(real: FloatArray, made: FloatArray) -> dict[str, Any]:
    return {**reconstruction_distances(real, made), **heard_figures(_beginning(real), _beginning(made))}


def _beginning(sounds: FloatArray) -> FloatArray:
    return first_part(sounds, MODEL_LENGTH_SAMPLES)


def reconstructions(
    model: Model, real: FloatArray, *, refined: bool = False
) -> tuple[FloatArray, FloatArray]:
    """Reconstructions of frames (n, length), with and without detail: two arrays (n, length).

    Both are in tune with the frame where it has a pitch and the model has tune.
    """
    pairs = [_reconstruction(model, frame, refined) for frame in real]
    full, map_only = (np.stack(sounds) for sounds in zip(*pairs, strict=True))
    return full, map_only


def _reconstruction(model: Model, frame: FloatArray, refined: bool) -> tuple[FloatArray, FloatArray]:
    """Each sound is tuned for itself: without its detail a location has another pitch."""
    search = model.search(frame)
    found = search.location(refined=refined)
    return search.sound(found), search.sound(search.typical(found))


def _median_spike(sounds: FloatArray) -> float:
    return float(np.median(onset_spike_db(sounds)))


def _decode_ms(model: Model, repeats: int = 50) -> float:
    """Median time in milliseconds to render one sound."""
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        model.sound(0.5, 0.5)
        times.append(1000 * (time.perf_counter() - started))
    return float(np.median(times))


def _rounded(report: Mapping[str, Any]) -> dict[str, Any]:
    """Round all numbers to four decimals, which is finer than any of these measures."""
    return {name: _round(value) for name, value in report.items()}


def _round(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _rounded(value)
    return round(value, 4) if isinstance(value, float) else value
