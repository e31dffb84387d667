"""The Fréchet audio distance: its formula, the embedding network, and the sounds drawn from a model."""

from pathlib import Path

import keras
import numpy as np
import pytest

from sampler.analysis.features import first_part, model_frame
from sampler.errors import BadValue
from sampler.measure.comparison import compare, table
from sampler.measure.frechet import EmbeddingNetwork, frechet_distance, prior_sounds
from sampler.measure.reconstruction import measure
from sampler.model.inference import Model
from tests.sampler.command_line import run_command, succeed
from tests.sampler.model.test_locate import recording
from tests.sampler.small import LENGTH_SAMPLES

RNG = np.random.default_rng(0)
FEW_STEPS = 3
"""Of the grid over the map, which distances of reconstructions do not depend on."""

FRAMES = np.stack([model_frame(recording(seed), 16_384) for seed in range(6)])


def write_network(file: Path, layer: str = "emb") -> Path:
    """Write an untrained network with the input and layers of a classifier of drums."""
    keras.utils.set_random_seed(0)
    image = keras.Input((None, 64, 1))  # of sounds of any length
    shades = keras.layers.GlobalAveragePooling2D()(keras.layers.Conv2D(32, (1, 64), activation="tanh")(image))
    hidden = keras.layers.Dense(8, activation="tanh", name=layer)(shades)
    keras.Model(image, keras.layers.Dense(2)(hidden)).save(file)
    return file


@pytest.fixture(scope="module")
def network_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_network(tmp_path_factory.mktemp("network") / "drums.keras")


@pytest.fixture(scope="module")
def embedding(network_file: Path) -> EmbeddingNetwork:
    return EmbeddingNetwork(network_file)


def test_the_distance_of_gaussians_is_known() -> None:
    cloud = RNG.normal(size=(4000, 5))
    assert frechet_distance(cloud, cloud) == pytest.approx(0, abs=1e-6)
    assert frechet_distance(cloud + 3, cloud) == pytest.approx(5 * 9, rel=1e-3)
    assert frechet_distance(2 * cloud, cloud) == pytest.approx(5, rel=0.1)


def test_embeddings_ignore_the_level_and_late_parts(embedding: EmbeddingNetwork) -> None:
    longer = np.concatenate([FRAMES, RNG.normal(0, 0.1, FRAMES.shape).astype(np.float32)], axis=1)
    np.testing.assert_allclose(embedding.embed(0.1 * FRAMES), embedding.embed(FRAMES), atol=1e-4)
    np.testing.assert_allclose(embedding.embed(longer), embedding.embed(FRAMES), atol=1e-2)


def test_a_file_that_is_no_embedding_network_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.keras").write_text("no network")
    for file in (
        tmp_path / "none.keras",
        tmp_path / "notes.keras",
        write_network(tmp_path / "other.keras", layer="other"),
    ):
        with pytest.raises(BadValue, match="no Keras network with a layer called emb"):
            EmbeddingNetwork(file)


def test_sounds_of_the_prior_are_different_and_repeatable(modal: Model, modal_folder: Path) -> None:
    made = prior_sounds(modal, modal_folder, 4)
    assert made.shape == (4, modal.manifest.length_samples)
    assert len({sound.tobytes() for sound in made}) == 4
    np.testing.assert_array_equal(made, prior_sounds(modal, modal_folder, 4))


def test_models_of_different_lengths_are_compared_over_the_shorter_length(
    tiny: Model, tiny_folder: Path, embedding: EmbeddingNetwork
) -> None:
    frames, shorter = first_part(FRAMES, LENGTH_SAMPLES), LENGTH_SAMPLES // 2
    compared = compare("tiny", tiny_folder, tiny, frames, shorter, embedding)
    assert compared.metrics["full"] != measure(tiny, frames, FEW_STEPS)["full"]
    assert compared.metrics["full"] == measure(tiny, frames, FEW_STEPS, length_samples=shorter)["full"]
    steps = tiny.manifest.training["steps"]
    assert f"| {compared.metrics['frechet']:.2f} |" in table([compared])
    assert f"| {steps:,} | {compared.metrics['minutes']:.2f} |" in table([compared])
    assert np.abs(first_part(frames, shorter)[:, -1]).max() < 1e-6


def test_evaluate_and_compare_print_the_distance(
    tiny_folder: Path, drums: Path, network_file: Path, tmp_path: Path
) -> None:
    few, options = tmp_path / "few", ["--listener", network_file, "--json"]
    few.mkdir()
    for path in sorted(drums.iterdir())[:3]:
        (few / path.name).symlink_to(path)
    report = succeed("evaluate", tiny_folder, "--data", few, *options).json
    assert report["frechet"] > 0
    compared = succeed("compare", tiny_folder, "--data", few, "--out", tmp_path / "out", *options).json
    assert compared[str(tiny_folder)]["frechet"] == report["frechet"]
    refusal = run_command("evaluate", tiny_folder, "--data", few, "--listener", few)
    assert refusal.refused_with("no Keras network")
