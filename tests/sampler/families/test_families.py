"""Every preset, of every family: it trains, keeps its weights, and serves as it was trained.

All are trained in the small form that their families declare. The presets of a family differ in sizes and
weights alone: of the plain autoencoders each size and each activation is trained once, of the variational
ones one weight of their loss. One preset of each kind of map is exported with it, of others the networks.
"""

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from sampler.analysis.features import FEATURES
from sampler.artifact import DECODER, ENCODER, MANIFEST, PLAYER, WEIGHTS
from sampler.audio.shape import RenderOptions
from sampler.constants import MAX_SEED, RATE_HZ, SEED_STRIDE
from sampler.dataset.hits import Dataset
from sampler.errors import BadValue, IncompatibleArtifact
from sampler.export.card import NOT_STATED
from sampler.export.export import export
from sampler.export.manifest import unmapped_manifest
from sampler.export.networks import write_networks
from sampler.export.source import Source
from sampler.families import FAMILY_NAMES, family, preset, presets
from sampler.model.inference import Model
from sampler.model.runtime import LiteRTNetwork, load_networks
from sampler.nets.weights import read_weights, round_weights
from sampler.rundir import read_history
from sampler.training import checkpoint
from sampler.training.build import build_model
from sampler.training.plan import Plan
from sampler.training.previews import POSITIONS, preview_sound, read_previews
from sampler.training.session import train
from tests.sampler.command_line import succeed
from tests.sampler.shaped import SHAPED, assert_finished_alike
from tests.sampler.small import small
from tests.synthetic import write_drums

Floats = NDArray[np.float32]


UNTRAINED = [
    *("ae-small-tanh", "ae-small-sig", "ae-med-relu", "ae-med-sig", "ae-big-relu", "ae-big-tanh"),
    *("vae-b", "vae-c"),
]
"""Presets of sizes and activations that others of their families have: they are built, and not trained."""

LOSS_WEIGHTS = {"kl_weight"}
"""Any number does."""


WITH_MAP = {"modal", "vae-a", "wavegan"}
"""Models with a detail, with a prior that is measured, and with a prior over which the map runs. The fixture
`tiny` is a plain one.
"""


@pytest.fixture(scope="module", params=sorted(set(presets("hits")) - set(UNTRAINED)))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dozen drums, prepared."""
    work = tmp_path_factory.mktemp("few")
    succeed("prepare", write_drums(work / "drums", 12), work / "data")
    return work / "data"


@pytest.fixture(scope="module")
def run(name: str, few: Path, tmp_path_factory: pytest.TempPathFactory, request: Any) -> Path:
    """A run of every preset after one epoch, its weights moved on so far that every part sounds."""
    if name == "modal":
        return Path(request.getfixturevalue("modal_run"))
    folder = tmp_path_factory.mktemp(f"run-{name}")
    train(Plan(small(name), few, epochs=1), folder)
    counters, rng = checkpoint.read_counters(folder), np.random.default_rng(0)
    weights = checkpoint.read_arrays(checkpoint.newest(folder) / checkpoint.WEIGHTS)
    moved = [
        array + 0.02 * rng.standard_normal(array.shape) if array.dtype == np.float32 else array
        for array in weights
    ]
    checkpoint.write(folder, checkpoint.Snapshot(moved, []), counters)
    return folder


def test_previews_are_there_to_be_heard(run: Path) -> None:
    (preview,) = read_previews(run)
    for place in range(len(POSITIONS)):
        sound, rate_hz = soundfile.read(preview_sound(run, preview.step, place))
        assert rate_hz == RATE_HZ
        assert 0.5 < np.abs(sound).max() <= 1


@pytest.fixture(scope="module")
def trained(name: str, run: Path) -> Any:
    """The training model with the rounded weights that are exported."""
    built = build_model(small(name), seed=3)
    checkpoint.load_weights(checkpoint.newest(run), built)
    round_weights(built)
    return built


@pytest.fixture(scope="module")
def networks(
    name: str, run: Path, trained: Any, tmp_path_factory: pytest.TempPathFactory, request: Any
) -> Path:
    """A folder with the exported networks, or with the whole artefact."""
    if name == "modal":
        return Path(request.getfixturevalue("small_modal_folder"))
    if name in WITH_MAP:
        return export(run, name, run / "models")
    folder = tmp_path_factory.mktemp(f"networks-{name}")
    write_networks(trained, folder)
    return folder


@pytest.fixture(scope="module")
def model(name: str, networks: Path) -> Any:
    """A training model with the weights that serve."""
    built = build_model(small(name), seed=3)
    read_weights(built, networks / WEIGHTS)
    return built


def features(name: str, count: int) -> Floats:
    chosen = small(name)
    frames = np.random.default_rng(1).standard_normal((count, chosen.hyper["length_samples"]))
    can = family(chosen.family).capabilities(chosen.hyper)
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


def played(run: Path, networks: Path) -> Model:
    """The model of a whole artefact, or of networks alone, whose map is then the unit square of latents."""
    if (networks / MANIFEST).exists():
        return Model.load(networks)
    manifest = unmapped_manifest(Source(run), "unmapped", NOT_STATED)
    return Model(manifest, *load_networks(networks, has_player=True))


def test_an_epoch_is_recorded_with_every_part_of_its_loss(run: Path) -> None:
    history = read_history(run)
    assert {"loss", "val_loss"} <= set(history)
    assert all(len(values) == 1 and np.isfinite(values).all() for values in history.values())


def test_it_loads_locates_and_renders(run: Path, networks: Path, few: Path) -> None:
    served = played(run, networks)
    match = served.locate(Dataset.load(few)[0])
    assert 0 <= match.x <= 1
    assert 0 <= match.y <= 1
    assert np.isfinite(match.heard_db)
    wav = served.render(match.x, match.y, detail=match.detail, options=RenderOptions())
    sound, rate_hz = soundfile.read(io.BytesIO(wav))
    assert (rate_hz, sound.ndim) == (RATE_HZ, 1)
    assert np.isfinite(sound).all()
    assert np.abs(sound).max() == pytest.approx(0.95, abs=0.01)
    assert np.sqrt(np.mean(sound**2)) > 1e-3


def test_shapes(name: str, model: Any) -> None:
    chosen = small(name)
    can = family(chosen.family).capabilities(chosen.hyper)
    assert model.latent_means(features(name, 3)).shape == (3, 2 + can.detail_size + can.measures_tune)
    assert by_keras(model, places(model, 3)).shape == (3, chosen.hyper["length_samples"])


def test_declared_capabilities_are_the_inputs_of_the_decoder(name: str, model: Any) -> None:
    can = family(small(name).family).capabilities(small(name).hyper)
    inputs = {tensor.name for tensor in model.decoder.inputs}
    assert ("detail" in inputs) == (can.detail_size > 0)
    assert ("tune" in inputs) == can.has_tune
    assert ("shift" in inputs) == (can.noise_frames > 0)


def test_the_serving_form_agrees_with_keras(model: Any, networks: Path) -> None:
    served = LiteRTNetwork(networks / DECODER)
    for count, seed, tune in [(1, 0, 0.0), (1, MAX_SEED, -12.0), (3, 1, 0.0), (3, 12_345, 7.5)]:
        given = places(model, count, seed, tune)
        expected = by_keras(model, given)
        np.testing.assert_allclose(served(**given), expected, atol=1e-4 * max(1, np.abs(expected).max()))


@pytest.mark.parametrize("options", SHAPED, ids=lambda options: str(options.canonical()))
def test_the_player_makes_the_sound_that_decoder_and_alignment_make(
    options: RenderOptions, model: Any, networks: Path
) -> None:
    decoder, player = LiteRTNetwork(networks / DECODER), LiteRTNetwork(networks / PLAYER)
    for seed, tune in ((0, 0.0), (12_345, 7.5)):
        given = places(model, 3, seed, tune)
        finished = player(**given, norm=np.full((3, 1), options.norm))
        for raw, sound in zip(decoder(**given), finished, strict=True):
            assert_finished_alike(sound, raw, options)


def test_the_serving_encoder_gives_the_mean(name: str, model: Any, networks: Path) -> None:
    served = LiteRTNetwork(networks / ENCODER)
    for count in (1, 3):
        given = features(name, count)
        means = np.asarray(model.latent_means(given))
        np.testing.assert_allclose(served(features=given), means, rtol=1e-5, atol=1e-4)


def test_stored_weights_build_the_same_model(name: str, model: Any, networks: Path) -> None:
    again = build_model(small(name), seed=4)
    given = places(model, 2)
    assert not np.allclose(by_keras(again, given), by_keras(model, given))
    read_weights(again, networks / WEIGHTS)
    np.testing.assert_array_equal(by_keras(again, given), by_keras(model, given))


def test_saved_weights_build_the_same_model(name: str, model: Any, tmp_path: Path) -> None:
    model.save_weights(tmp_path / "model.weights.h5")
    again = build_model(small(name), seed=5)
    again.load_weights(tmp_path / "model.weights.h5")
    given = places(model, 2, seed=6)
    np.testing.assert_array_equal(by_keras(again, given), by_keras(model, given))


@pytest.mark.parametrize("name", UNTRAINED)
def test_a_preset_that_is_not_trained_here_holds_nothing_that_those_do_not(name: str) -> None:
    chosen, built = preset(name), build_model(small(name))
    trained = [other.hyper for other in family(chosen.family).presets if other.name not in UNTRAINED]
    for hyper, value in chosen.hyper.items():
        assert hyper in LOSS_WEIGHTS or any(other[hyper] == value for other in trained), hyper
    assert by_keras(built, places(built, 3)).shape == (3, small(name).hyper["length_samples"])


def test_the_seed_decides_the_first_weights(name: str) -> None:
    first, again, other = (build_model(small(name), seed=seed) for seed in (7, 7, 8))
    for a, b, c in zip(*(one.trainable_variables for one in (first, again, other)), strict=True):
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b))
        assert np.array_equal(np.asarray(a), np.asarray(c)) == (np.ptp(np.asarray(a)) == 0), a.path


def test_the_presets_of_the_design_come_first_in_its_order() -> None:
    dense = [f"ae-{size}-{short}" for size in ("small", "med", "big") for short in ("relu", "tanh", "sig")]
    designed = ["modal", *dense, "conv-ae", "vae-a", "vae-b", "vae-c", "wavegan"]
    assert list(presets())[: len(designed)] == designed


def test_a_preset_says_what_it_is() -> None:
    for name, one in presets().items():
        assert (one.name, one.family in FAMILY_NAMES) == (name, True)
        assert one.description
        assert one.title
        assert one.plain
        assert one.epochs > 0
        assert one.steps_per_s > 0
        assert set(one.small) <= set(one.hyper)


def test_presets_are_listed_without_keras() -> None:
    script = (
        "import sys; from sampler.families import presets; presets(); "
        "print([name for name in ('keras', 'tensorflow') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("unknown", ["", "modal ", "MODAL", "../modal", "os"])
def test_an_unknown_preset_is_refused_with_the_known_ones(unknown: str) -> None:
    with pytest.raises(BadValue, match="modal, ae-small-relu"):
        preset(unknown)


@pytest.mark.parametrize("unknown", ["base", "os", "..", "sampler.cli"])
def test_an_unknown_family_is_never_imported(unknown: str) -> None:
    with pytest.raises(IncompatibleArtifact):
        family(unknown)
