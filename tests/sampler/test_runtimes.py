"""LiteRT and Keras serve the same sounds."""

from pathlib import Path

import numpy as np
import pytest

from sampler.inference import Model


@pytest.mark.parametrize("folder", ["tiny_folder", "modal_folder"])
def test_both_runtimes_agree(folder: str, request: pytest.FixtureRequest) -> None:
    path: Path = request.getfixturevalue(folder)
    light, heavy = Model.load(path), Model.load(path, "keras")
    size = light.manifest.detail_size
    detail = np.linspace(-1, 1, size, dtype=np.float32) if size else None
    for x, y, seed in ((0.1, 0.9, 0), (0.5, 0.5, 7), (1.0, 0.0, 2**31 - 1)):
        expected = light.sound(x, y, detail, seed=seed)
        np.testing.assert_allclose(heavy.sound(x, y, detail, seed=seed), expected, atol=1e-4)


def test_both_runtimes_locate_alike(tiny_folder: Path) -> None:
    frames = np.random.default_rng(0).normal(0, 0.1, (3, 16_384)).astype(np.float32)
    light, heavy = (Model.load(tiny_folder, runtime).encode(frames)[0] for runtime in ("litert", "keras"))
    np.testing.assert_allclose(heavy, light, atol=1e-4)
