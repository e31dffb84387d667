"""A model's self-test: a few numbers of what it sounds like, written at export and compared wherever it is
loaded.

A model without such numbers, made before there were any, must at least render what can be heard, with its
peak where its manifest says.
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

PLACES = ((0.5, 0.5), (0.125, 0.875), (0.8, 0.25))
SEEDS = (0, 7)
EXCERPT_SAMPLES = 16
PARTS = 8
TOLERANCE = 1e-4
"""Runtimes agree on every sample of a sound, whose peak is at 0.95, within this."""

LISTENING_STEPS = 5


def golden_numbers(model: Model) -> list[dict[str, Any]]:
    """For each of six sounds its place, its seed, the samples from its peak on, the level of each part."""
    return [_numbers(model, x, y, seed) for x, y in PLACES for seed in SEEDS]


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
    """What makes a model unfit to be played by anybody, in sentences; empty for a sound one.

    With `folder`, its version folder, the weights that GPU workers build it from are looked at as well.
    """
    found = [*_not_finite(model), *([_weights_fault(folder)] if folder else [])]
    # the other tests would speak of the same values once more
    found = [sentence for sentence in found if sentence] or [*_not_heard(model), *_not_golden(model)]
    return [sentence for sentence in found if sentence]


def _not_finite(model: Model) -> list[str]:
    positions = grid_positions(LISTENING_STEPS)
    raw = model.raw(model.map.to_latent(positions))
    broken = int((~np.isfinite(raw).all(axis=1)).sum())
    means, details = model.encode(model.sounds(model.map.to_latent(positions[:2])))
    deaf = not (np.isfinite(means).all() and np.isfinite(details).all())
    return [
        f"It renders values that are not numbers at {broken} of {len(raw)} places." if broken else "",
        "It answers a sound with a place that is not a number." if deaf else "",
    ]


def _weights_fault(folder: Path) -> str:
    path = folder / WEIGHTS
    if not path.is_file():
        return ""
    with np.load(path, allow_pickle=False) as arrays:
        floats = [array for array in map(arrays.__getitem__, arrays.files) if array.dtype.kind == "f"]
        whole = all(np.isfinite(array).all() for array in floats)
    return "" if whole else "Its weights hold values that are not numbers."


def _not_heard(model: Model) -> list[str]:
    latents = model.map.to_latent(grid_positions(LISTENING_STEPS))
    silent = int((np.abs(model.raw(latents)).max(axis=1) < SILENCE_LEVEL).sum())
    peaks = np.abs(model.sounds(latents)).argmax(axis=1)
    misplaced = int((peaks != model.manifest.peak_sample).sum())
    return [
        f"It is silent at {silent} of {len(latents)} places." if silent else "",
        f"Its peak is elsewhere than it says at {misplaced} of {len(latents)} places." if misplaced else "",
    ]


def _not_golden(model: Model) -> list[str]:
    wrong = [golden for golden in model.manifest.golden if not _reproduces(model, golden)]
    if not wrong:
        return []
    return [f"It no longer sounds as it did when it was made, in {len(wrong)} tests."]


def _reproduces(model: Model, golden: Mapping[str, Any]) -> bool:
    try:
        now = _numbers(model, golden["x"], golden["y"], golden["seed"])
        return all(
            np.allclose(now[name], golden[name], rtol=0, atol=TOLERANCE) for name in ("samples", "levels")
        )
    except (KeyError, TypeError, ValueError):
        return False
