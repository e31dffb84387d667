"""LiteRT and Keras render the same sounds."""

import json
from pathlib import Path

import numpy as np
import pytest

from sampler.artifact import LANDMARKS, list_versions
from sampler.model.detail import decode_detail
from sampler.model.inference import Model
from tests.live_studio import FACTORY, ROOT
from tests.sampler.small import LENGTH_SAMPLES

SHIPPED = [found.folder for found in list_versions(ROOT / "models") if found.name in FACTORY]
TOLERANCE = 1e-4
"""Largest difference of samples, in sounds whose peak is 0.95."""

PLACES_BY_SEED = {0: (0.5, 0.5), 1: (0.05, 0.9), 7: (0.93, 0.12), 4711: (0.31, 0.68), 2**31 - 1: (1.0, 0.0)}


@pytest.mark.parametrize("folder", ["tiny_folder", "modal_folder"])
def test_both_runtimes_agree(folder: str, request: pytest.FixtureRequest) -> None:
    path: Path = request.getfixturevalue(folder)
    light, heavy = Model.load(path), Model.load(path, "keras")
    size = light.manifest.detail_size
    detail = np.linspace(-1, 1, size, dtype=np.float32) if size else None
    for x, y, seed in ((0.1, 0.9, 0), (0.5, 0.5, 7), (1.0, 0.0, 2**31 - 1)):
        expected = light.sound(x, y, detail, seed=seed)
        np.testing.assert_allclose(heavy.sound(x, y, detail, seed=seed), expected, atol=TOLERANCE)


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: f"{folder.parent.name}@{folder.name}")
def test_both_runtimes_agree_for_every_factory_model(folder: Path) -> None:
    """Typical sounds, and the training sounds that lie at landmarks."""
    light, heavy = Model.load(folder), Model.load(folder, "keras")
    for seed, (x, y) in PLACES_BY_SEED.items():
        expected = light.sound(x, y, seed=seed)
        np.testing.assert_allclose(heavy.sound(x, y, seed=seed), expected, atol=TOLERANCE)
    points = json.loads((folder / LANDMARKS).read_text())["points"]
    for seed, point in zip(PLACES_BY_SEED, points[:: len(points) // len(PLACES_BY_SEED)], strict=False):
        at = point["x"], point["y"], decode_detail(point["detail"], light.manifest.detail_size)
        tune = point.get("tune", 0.0)
        expected = light.sound(*at, seed=seed, tune=tune)
        np.testing.assert_allclose(heavy.sound(*at, seed=seed, tune=tune), expected, atol=TOLERANCE)


def test_both_runtimes_find_the_same_location(tiny_folder: Path) -> None:
    frames = np.random.default_rng(0).normal(0, 0.1, (3, LENGTH_SAMPLES)).astype(np.float32)
    light, heavy = (Model.load(tiny_folder, runtime).encode(frames)[0] for runtime in ("litert", "keras"))
    np.testing.assert_allclose(heavy, light, atol=TOLERANCE)
