"""The two-player step: who moves, what the penalty does, where sounds are found, and how it resumes."""

import dataclasses
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tensorflow as tf
from numpy.typing import NDArray

from sampler.nets.adversarial import gradient_penalty
from sampler.rundir import read_history, read_progress
from sampler.training import checkpoint
from sampler.training.build import build_model, compile_model
from sampler.training.callbacks.finite import skipped_steps
from sampler.training.plan import Plan
from sampler.training.session import train
from tests.sampler.small import small

CONFIG = small("wavegan")
LENGTH, CRITIC_STEPS = CONFIG.hyper["length_samples"], CONFIG.hyper["critic_steps"]
Weights = dict[str, list[NDArray[np.float32]]]


@pytest.fixture(scope="module")
def model() -> Any:
    built = build_model(CONFIG)
    compile_model(built, CONFIG)
    return built


def batch(value: float = 0.3) -> dict[str, tf.Tensor]:
    audio = value * np.random.default_rng(0).standard_normal((4, LENGTH))
    return {"audio": tf.constant(audio, tf.float32), "features": tf.zeros((4, 17, 64, 1))}


def weights(model: Any) -> Weights:
    parts = {"generator": model.decoder, "critic": model.critic, "encoder": model.encoder}
    return {name: [np.asarray(one).copy() for one in part.weights] for name, part in parts.items()}


def moved(before: Weights, after: Weights) -> set[str]:
    return {
        name for name in before if any((a != b).any() for a, b in zip(before[name], after[name], strict=True))
    }


def test_the_generator_moves_at_every_so_many_steps_of_the_critic(model: Any) -> None:
    assert CRITIC_STEPS == 2
    seen = []
    for _ in range(4):
        before = weights(model)
        model.train_step(batch())
        seen.append("generator" in moved(before, weights(model)))
        assert {"critic", "encoder"} <= moved(before, weights(model))
    assert seen == [False, True, False, True]


def test_a_broken_batch_moves_nobody_who_hears_it(model: Any) -> None:
    """The encoder hears the generator's sounds alone."""
    before, skipped = weights(model), skipped_steps(model)
    model.train_step(batch(value=np.nan))
    assert moved(before, weights(model)) == {"encoder"}
    assert skipped_steps(model) == skipped + 1


def test_the_penalty_is_of_the_norm_and_finite_where_a_critic_is_flat() -> None:
    slopes = tf.constant([[3.0, 4.0], [0.0, 0.0]])
    with tf.GradientTape() as tape:
        tape.watch(slopes)
        penalty = gradient_penalty(slopes)
    assert float(penalty) == pytest.approx((16 + 1) / 2, rel=1e-4)
    assert np.isfinite(tape.gradient(penalty, slopes)).all()


@pytest.mark.parametrize("value", [0.0, 0.3, 1e3])
def test_the_penalty_of_the_critic_is_finite(model: Any, value: float) -> None:
    skipped = skipped_steps(model)
    logs = model.train_step(batch(value))
    assert all(np.isfinite(float(one)) for one in logs.values())
    assert skipped_steps(model) == skipped


def test_latents_are_uniform_and_the_encoder_is_bounded_as_they_are(model: Any) -> None:
    drawn = np.asarray(model.draw(4000))
    assert drawn.shape == (4000, 2)
    assert (drawn.min(), drawn.max()) == (pytest.approx(-1, abs=0.01), pytest.approx(1, abs=0.01))
    found = np.asarray(model.encoder(1e3 * np.random.default_rng(0).standard_normal((8, 17, 64, 1))))
    assert np.abs(found).max() <= 1


def test_the_encoder_learns_where_sounds_come_from() -> None:
    quick = dataclasses.replace(CONFIG, learning_rate=3e-3)
    model = build_model(quick)
    compile_model(model, quick)
    # a generator that has learned to make different sounds at different places
    for kernel in model.decoder.trainable_variables:
        if len(kernel.shape) > 1:
            kernel.assign(3 * kernel)
    latents = model.draw(64)
    step = tf.function(lambda: model.train_step._move_encoder(model.make(latents), latents))
    before = float(model.latent_error(model.make(latents), latents))
    for _ in range(150):
        step()
    assert float(model.latent_error(model.make(latents), latents)) < 0.8 * before


@pytest.mark.parametrize(("detail_size", "upsampling"), [(0, "transposed"), (3, "nearest")])
def test_more_latents_and_transposed_convolutions_are_options(
    data: Path, tmp_path: Path, detail_size: int, upsampling: str
) -> None:
    chosen = small("wavegan", detail_size=detail_size, upsampling=upsampling)
    built = build_model(chosen)
    assert built.encoder.output_shape == (None, 2 + detail_size)
    assert {tensor.name for tensor in built.decoder.inputs} == {"latent", "detail"} - (
        set() if detail_size else {"detail"}
    )
    assert np.asarray(built.make(built.draw(3))).shape == (3, LENGTH)


@pytest.fixture(scope="module")
def gan_run(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tmp_path_factory.mktemp("gan") / "run"
    train(Plan(CONFIG, data, epochs=1), run)
    return run


def optimiser_state(run: Path) -> list[NDArray[np.float32]]:
    return checkpoint.read_arrays(checkpoint.newest(run) / checkpoint.OPTIMIZER)


def test_history_has_what_each_player_wants(gan_run: Path) -> None:
    history = read_history(gan_run)
    assert {"loss", "penalty", "generator", "place", "val_loss", "val_distance"} <= set(history)
    assert all(len(values) == 1 and np.isfinite(values).all() for values in history.values())


def test_resuming_goes_on_with_every_optimiser(gan_run: Path, data: Path, tmp_path: Path) -> None:
    run, before = shutil.copytree(gan_run, tmp_path / "run"), optimiser_state(gan_run)
    steps = read_progress(run)["step"]
    model = build_model(CONFIG)
    compile_model(model, CONFIG)
    checkpoint.restore(checkpoint.newest(run), model)
    generator, critic, encoder = model.optimizers
    assert [int(one.iterations) for one in (generator, critic, encoder)] == [steps // 2, steps, steps]
    restored = [np.asarray(one) for each in (generator, critic, encoder) for one in each.variables]
    for a, b in zip(before, restored, strict=True):
        np.testing.assert_array_equal(a, b)
    assert train(Plan(CONFIG, data, epochs=2), run, resume=True).state == "finished"
    after = optimiser_state(run)
    assert len(after) == len(before)
    counts = [int(value) for value in after if value.shape == () and value.dtype.kind == "i"]
    assert counts == [steps, 2 * steps, 2 * steps]
