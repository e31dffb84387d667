"""A model's self-test: the export stores a few numbers of its sounds, and later loads compare with them.

Models that were exported before this test existed have no such numbers. They must at least render audible
sounds with the peak at the manifest's sample.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sampler.artifact import WEIGHTS
from sampler.constants import SILENCE_LEVEL
from sampler.measure.reconstruction import grid_positions
from sampler.model.inference import Model

FloatArray = NDArray[np.float32]

POSITIONS = ((0.5, 0.5), (0.125, 0.875), (0.8, 0.25))
SEEDS = (0, 7)
EXCERPT_SAMPLES = 16
PARTS = 8
TOLERANCE = 1e-4
"""Largest difference between two runtimes in a sample of a sound whose peak is 0.95."""

GRID_STEPS = 5


def golden_numbers(model: Model) -> list[dict[str, Any]]:
    """For each of six sounds: x, y and seed, 16 samples from its peak on, and the RMS of each eighth."""
    return [_numbers(model, x, y, seed) for x, y in POSITIONS for seed in SEEDS]


def _numbers(model: Model, x: float, y: float, seed: int) -> dict[str, Any]:
    sound = model.sound(x, y, seed=seed)
    peak = model.manifest.peak_sample
    return {
        "x": x,
        "y": y,
        "seed": seed,
        "samples": _rounded(sound[peak : peak + EXCERPT_SAMPLES]),
        "levels": _rounded(np.sqrt([np.mean(part**2) for part in np.array_split(sound, PARTS)])),
    }


def _rounded(values: NDArray[Any]) -> list[float]:
    return [round(float(value), 7) for value in values]


def faults(model: Model, folder: Path | None = None) -> list[str]:
    """Sentences that say why a model must not be played; empty where nothing is wrong.

    With its version `folder`, the weights file, which only GPU workers read, is tested as well.
    """
    found = [*_not_finite(model), *([_weights_fault(folder)] if folder else [])]
    # the other tests would report the same values once more
    found = [sentence for sentence in found if sentence] or [*_not_audible(model), *_not_golden(model)]
    return [sentence for sentence in found if sentence]


def _not_finite(model: Model) -> list[str]:
    positions = grid_positions(GRID_STEPS)
    raw = model.raw(model.map.to_latent(positions))
    broken = int((~np.isfinite(raw).all(axis=1)).sum())
    means, details, _ = model.encode(model.sounds(model.map.to_latent(positions[:2])))
    unencoded = not (np.isfinite(means).all() and np.isfinite(details).all())
    return [
        f"It renders values that are not numbers at {broken} of {len(raw)} positions." if broken else "",
        "Its encoder gives a location that is not a number." if unencoded else "",
    ]


def _weights_fault(folder: Path) -> str:
    path = folder / WEIGHTS
    if not path.is_file():
        return ""
    with np.load(path, allow_pickle=False) as arrays:
        floats = [array for array in map(arrays.__getitem__, arrays.files) if array.dtype.kind == "f"]
        whole = all(np.isfinite(array).all() for array in floats)
    return "" if whole else "Its weights hold values that are not numbers."


def _not_audible(model: Model) -> list[str]:
    latents = model.map.to_latent(grid_positions(GRID_STEPS))
    silent = int((np.abs(model.raw(latents)).max(axis=1) < SILENCE_LEVEL).sum())
    peaks = np.abs(model.sounds(latents)).argmax(axis=1)
    misplaced = int((peaks != model.manifest.peak_sample).sum())
    return [
        f"It is silent at {silent} of {len(latents)} positions." if silent else "",
        f"Its peak is not at the manifest's sample at {misplaced} of {len(latents)} positions."
        if misplaced
        else "",
    ]


def _not_golden(model: Model) -> list[str]:
    wrong = [golden for golden in model.manifest.golden if not _reproduces(model, golden)]
    if not wrong:
        return []
    return [f"Its sound differs from the one at its export in {len(wrong)} tests."]


def _reproduces(model: Model, golden: Mapping[str, Any]) -> bool:
    try:
        now = _numbers(model, golden["x"], golden["y"], golden["seed"])
        return all(
            np.allclose(now[name], golden[name], rtol=0, atol=TOLERANCE) for name in ("samples", "levels")
        )
    except (KeyError, TypeError, ValueError):
        return False
