"""Every preset, of every family: builds, predicts, keeps its weights, and serves as it was trained."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.artifact import DECODER, ENCODER, WEIGHTS
from sampler.constants import MAX_SEED
from sampler.errors import BadValue, IncompatibleArtifact
from sampler.families import FAMILY_NAMES, family, preset, presets
from sampler.features import FEATURES
from sampler.inference import SEED_STRIDE
from sampler.nets.weights import read_weights, round_weights
from sampler.runtime import Network
from sampler.training.networks import write_networks
from sampler.training.trainer import build_model

Floats = NDArray[np.float32]


@pytest.fixture(scope="module", params=sorted(presets()))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def model(name: str) -> Any:
    """A model of every preset, its weights moved off their starting values so that every part sounds."""
    built = build_model(preset(name), seed=3)
    rng = np.random.default_rng(0)
    for variable in [*built.encoder.trainable_variables, *built.decoder.trainable_variables]:
        variable.assign(variable + 0.02 * rng.standard_normal(variable.shape))
    round_weights(built)
    return built


@pytest.fixture(scope="module")
def networks(model: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("networks")
    write_networks(model, folder)
    return folder


def features(name: str, count: int) -> Floats:
    frames = np.random.default_rng(1).standard_normal((count, preset(name).hyper["length_samples"]))
    can = family(preset(name).family).capabilities(preset(name).hyper)
    return FEATURES[can.features](frames.astype(np.float32))


def places(model: Any, count: int, seed: int = 0, tune: float = 0.0) -> dict[str, NDArray[Any]]:
    """Inputs of a decoder at `count` random places: those that it has."""
    rng = np.random.default_rng(seed)
    wanted = {tensor.name: tensor.shape[1] for tensor in model.decoder.inputs}
    drawn: dict[str, NDArray[Any]] = {
        name: rng.standard_normal((count, wanted[name])).astype(np.float32)
        for name in ("latent", "detail")
        if name in wanted
    }
    if "tune" in wanted:
        drawn["tune"] = np.full((count, 1), tune, np.float32)
    if "shift" in wanted:
        drawn["shift"] = np.full((count, 1), seed * SEED_STRIDE % 257, np.int32)
    return drawn


def by_keras(model: Any, given: dict[str, NDArray[Any]]) -> Floats:
    ordered = [given[tensor.name] for tensor in model.decoder.inputs]
    return np.asarray(model.decoder(ordered if len(ordered) > 1 else ordered[0]), np.float32)


def test_shapes(name: str, model: Any) -> None:
    chosen = preset(name)
    can = family(chosen.family).capabilities(chosen.hyper)
    mean = model.encoder(features(name, 3))
    mean = mean[0] if isinstance(mean, list | tuple) else mean
    assert mean.shape == (3, 2 + can.detail_size)
    assert by_keras(model, places(model, 3)).shape == (3, chosen.hyper["length_samples"])


def test_declared_capabilities_are_the_inputs_of_the_decoder(name: str, model: Any) -> None:
    can = family(preset(name).family).capabilities(preset(name).hyper)
    inputs = {tensor.name for tensor in model.decoder.inputs}
    assert ("detail" in inputs) == (can.detail_size > 0)
    assert ("tune" in inputs) == can.has_tune
    assert ("shift" in inputs) == (can.noise_frames > 0)


def test_the_serving_form_agrees_with_keras(model: Any, networks: Path) -> None:
    served = Network(networks / DECODER)
    for count, seed, tune in [(1, 0, 0.0), (1, MAX_SEED, -12.0), (3, 1, 0.0), (3, 12_345, 7.5)]:
        given = places(model, count, seed, tune)
        expected = by_keras(model, given)
        np.testing.assert_allclose(served(**given), expected, atol=1e-4 * max(1, np.abs(expected).max()))


def test_the_serving_encoder_gives_the_mean(name: str, model: Any, networks: Path) -> None:
    served = Network(networks / ENCODER)
    for count in (1, 3):
        given = features(name, count)
        expected = model.encoder(given)
        expected = expected[0] if isinstance(expected, list | tuple) else expected
        np.testing.assert_allclose(served(features=given), np.asarray(expected), atol=1e-4)


def test_stored_weights_build_the_same_model(name: str, model: Any, networks: Path) -> None:
    again = build_model(preset(name), seed=4)
    given = places(model, 2)
    assert not np.allclose(by_keras(again, given), by_keras(model, given))
    read_weights(again, networks / WEIGHTS)
    np.testing.assert_array_equal(by_keras(again, given), by_keras(model, given))


def test_saved_weights_build_the_same_model(name: str, model: Any, tmp_path: Path) -> None:
    model.save_weights(tmp_path / "model.weights.h5")
    again = build_model(preset(name), seed=5)
    again.load_weights(tmp_path / "model.weights.h5")
    given = places(model, 2, seed=6)
    np.testing.assert_array_equal(by_keras(again, given), by_keras(model, given))


def test_the_seed_decides_the_first_weights(name: str) -> None:
    first, again, other = (build_model(preset(name), seed=seed) for seed in (7, 7, 8))
    for a, b, c in zip(*(one.trainable_variables for one in (first, again, other)), strict=True):
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b))
        assert np.array_equal(np.asarray(a), np.asarray(c)) == (np.ptp(np.asarray(a)) == 0), a.path


def test_a_preset_says_what_it_is() -> None:
    for name, one in presets().items():
        assert (one.name, one.family in FAMILY_NAMES) == (name, True)
        assert one.description
        assert one.epochs > 0


def test_presets_are_listed_without_keras() -> None:
    script = (
        "import sys; from sampler.families import presets; presets(); "
        "print([name for name in ('keras', 'tensorflow') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("unknown", ["", "modal ", "MODAL", "../modal", "os"])
def test_an_unknown_preset_is_refused_with_the_known_ones(unknown: str) -> None:
    with pytest.raises(BadValue, match="modal, ae-med-tanh"):
        preset(unknown)


@pytest.mark.parametrize("unknown", ["base", "os", "..", "sampler.cli"])
def test_an_unknown_family_is_never_imported(unknown: str) -> None:
    with pytest.raises(IncompatibleArtifact):
        family(unknown)
