"""The LSTM with a variational autoencoder: its transforms, its loop beside its Keras model, its level."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.families import family
from sampler.nets.weights import named_weights
from sampler.sequence.lstm_vae import LstmVaeLoop, normals
from sampler.sequence.transforms import transform
from sampler.training.build import build_model
from sampler.training.plan import Plan
from sampler.training.session import train
from tests.sampler.command_line import succeed
from tests.sampler.small import small

Floats = NDArray[np.float32]
BLOCKS = 12


@pytest.mark.parametrize("lapped", [True, False])
@pytest.mark.parametrize("name", ["dct", "fft"])
def test_a_transform_gives_back_what_it_took(name: str, lapped: bool) -> None:
    found = transform(name, 64, lapped=lapped)
    audio = np.random.default_rng(0).standard_normal(640).astype(np.float32)
    made = np.zeros_like(audio)
    for start in range(0, 640 - 64 + 1, found.hop_samples):
        made[start : start + 64] += audio[start : start + 64] @ found.matrix @ found.matrix.T
    np.testing.assert_allclose(made[64:-64], audio[64:-64], atol=1e-4)


FORMS: dict[str, dict[str, Any]] = {
    "mdct": {"transform": "dct"},
    "stft": {"transform": "fft", "layers": 1},
    "published": {"transform": "dct", "form": "published"},
}


@pytest.fixture(scope="module", params=FORMS)
def both(request: pytest.FixtureRequest) -> tuple[Any, LstmVaeLoop, dict[str, Any]]:
    """A model with large random weights, its loop, and its hyper-parameters."""
    preset = small("lstm-vae-dct", **FORMS[request.param])
    model, rng = build_model(preset, seed=1), np.random.default_rng(2)
    for variable in model.trainable_variables:
        variable.assign(np.asarray(variable) + 0.2 * rng.standard_normal(variable.shape))
    model.scale.assign(np.linspace(0.02, 0.1, model.scale.shape[0]))
    loop: Any = family(preset.family).sequence(preset.hyper).loop(named_weights(model))
    return model, loop, dict(preset.hyper)


def numbers(loop: LstmVaeLoop, seed: int = 3) -> Floats:
    drawn = np.random.default_rng(seed).random((BLOCKS, loop.numbers_per_block), np.float32)
    return np.asarray(drawn, np.float32)


def played_frames(loop: LstmVaeLoop) -> Floats:
    """The normalised frames that are drawn after a first block."""
    state, frames = loop.start(), []
    for part in numbers(loop):
        loop.play(state, part, 1.0)
        frames.append(state.frame.copy())
    return np.stack(frames)


def test_the_loop_draws_what_the_keras_model_means(both: Any) -> None:
    model, loop, hyper = both
    frames, latent = played_frames(loop), hyper["latent"]
    drawn = np.stack([normals(part) for part in numbers(loop)])[1:]
    # the first block may have taken two frames: Keras hears both, as the loop's state does
    state, first = loop.start(), numbers(loop)[0]
    heard = [np.zeros_like(frames[0])]
    if state.is_behind[0]:
        loop._draw(state, first[::-1], 1.0)
        heard.append(state.frame.copy())
    known = model.remember(
        np.stack([*heard, *frames[:-1]])[None], model.states(False, np.ones((1, 1), np.float32))
    )[0][:, -(BLOCKS - 1) :]
    mean, log_variance = (np.asarray(part)[0] for part in model.prior_of(known))
    latents = mean + np.exp(0.5 * log_variance) * drawn[:, :latent]
    expected, spread = (np.asarray(part)[0] for part in model.decode(latents[None], known))
    if hyper["form"] == "lapped":
        expected = expected + np.exp(0.5 * spread) * drawn[:, latent : latent + expected.shape[1]]
    np.testing.assert_allclose(frames[1:], expected, atol=2e-3)
    assert np.abs(np.diff(frames, axis=0)).max() > 0.1


def test_equal_numbers_give_equal_blocks_and_a_lower_temperature_is_quieter(both: Any) -> None:
    _, loop, _ = both

    def tape(temperature: float, seed: int = 3) -> Floats:
        state = loop.start()
        return np.concatenate([loop.play(state, part, temperature) for part in numbers(loop, seed)])

    np.testing.assert_array_equal(tape(1.0), tape(1.0))
    assert not np.array_equal(tape(1.0), tape(1.0, seed=4))
    assert not np.array_equal(tape(1.0), tape(0.2))


def test_what_was_heard_is_what_the_network_knows(both: Any) -> None:
    model, loop, _ = both
    samples = 0.3 * np.random.default_rng(5).standard_normal(BLOCKS * loop.block_samples).astype(np.float32)
    state = loop.start()
    for block in np.split(samples, BLOCKS):
        loop.hear(state, block)
    silence = np.zeros(loop.block_samples, np.float32)
    heard = np.concatenate([silence, samples] if state.is_behind[0] else [samples])
    frames = np.asarray(model.coefficients(heard[None]) / model.scale)[0]
    np.testing.assert_allclose(state.frame, frames[-1], atol=1e-3)
    earlier = np.concatenate([np.zeros_like(frames[:1]), frames[:-1]])[None]
    after = model.remember(earlier, model.states(False, np.ones((1, 1), np.float32)))[1]
    np.testing.assert_allclose(state.cells.reshape(len(after), -1), np.concatenate(after), atol=1e-3)


def test_a_model_is_as_loud_as_its_recordings_and_has_no_bits(recordings: Path, tmp_path: Path) -> None:
    train(Plan(small("lstm-vae-dct"), recordings, epochs=2), tmp_path / "run")
    made = succeed("export", tmp_path / "run", "--name", "vae", "--models", tmp_path / "m", "--json").json
    assert "bits_per_sample" not in made["metrics"]
    tape = made["metrics"]["tape"]
    assert abs(tape["level_db"] - tape["recordings_level_db"]) < 6
    succeed("generate", "vae", tmp_path / "out", "--models", tmp_path / "m", "--seconds", 0.5)
    assert len(list((tmp_path / "out").iterdir())) == 1
