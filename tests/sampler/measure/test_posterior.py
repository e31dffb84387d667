"""KL divergences of a variational encoder, compared with the formula and with the exported means."""

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.analysis.features import model_frame
from sampler.artifact import WEIGHTS, read_manifest
from sampler.families import family
from sampler.measure.posterior import divergences
from sampler.model.inference import Model
from sampler.nets.weights import write_weights
from tests.sampler.command_line import succeed
from tests.sampler.model.test_locate import recording

Floats = NDArray[np.float32]


@pytest.fixture(scope="module")
def frames(modal: Model) -> Floats:
    return np.stack([model_frame(recording(seed), modal.manifest.length_samples) for seed in range(5)])


def test_every_divergence_is_at_least_that_of_the_means(
    modal: Model, modal_folder: Path, frames: Floats
) -> None:
    found = divergences(modal.manifest, modal_folder, frames)
    assert [len(found[name]) for name in ("map", "detail")] == [2, modal.manifest.detail_size]
    encoded = modal.encode(frames)
    means = np.concatenate([encoded.latents, encoded.details], axis=1)
    assert (np.array(found["map"] + found["detail"]) >= 0.5 * np.mean(means**2, axis=0) - 1e-2).all()


@pytest.mark.parametrize(("mean", "log_variance"), [(0.0, 0.0), (1.0, -2.0), (-0.5, 1.0)])
def test_the_divergence_is_that_from_the_prior(
    modal: Model, frames: Floats, tmp_path: Path, mean: float, log_variance: float
) -> None:
    trained = family(modal.manifest.family).build(modal.manifest.hyper)
    for name, value in (("mean", mean), ("log_variance", log_variance)):
        head = trained.encoder.get_layer(name)
        head.set_weights([np.zeros(head.kernel.shape), np.full(head.bias.shape, value)])
    write_weights(trained, tmp_path / WEIGHTS)
    found = divergences(modal.manifest, tmp_path, frames)
    expected = 0.5 * (mean**2 + math.exp(log_variance) - log_variance - 1)
    np.testing.assert_allclose(found["map"] + found["detail"], expected, atol=1e-3)


def test_a_family_without_a_prior_has_no_divergence(tiny: Model, tiny_folder: Path) -> None:
    silence = np.zeros((1, tiny.manifest.length_samples), np.float32)
    assert divergences(tiny.manifest, tiny_folder, silence) == {}


def test_evaluate_prints_divergences_and_the_manifest_holds_them(
    small_modal_folder: Path, drums: Path
) -> None:
    evaluated = succeed("evaluate", small_modal_folder, "--data", drums, "--sounds", 2, "--json").json
    assert evaluated["sounds"] == 2
    assert "nearest" not in evaluated
    for nats in (evaluated["kl_nats"], read_manifest(small_modal_folder).metrics["kl_nats"]):
        assert {name: len(values) for name, values in nats.items()} == {"map": 2}  # the detail is measured
        assert all(value >= 0 for value in nats["map"])
