"""The plain variational autoencoder: what its terms weigh, and free bits that keep a latent alive."""

from typing import Any

import numpy as np
import pytest
from keras import ops

from sampler.families import family
from tests.sampler.small import small


def vae(**hyper: Any) -> Any:
    """A narrow model with its KL weight in full."""
    chosen = small("vae-b", **hyper)
    built = family(chosen.family).build(chosen.hyper)
    built.warmth.assign(1.0)
    return built


def loss_of(model: Any, mean: Any, log_variance: Any, error: float = 0.0) -> float:
    """Loss of a batch of two sounds whose every sample is off by `error`."""
    real = np.zeros((2, 4096), "f4")
    predicted = {
        "audio": real + np.float32(error),
        "mean": np.array(mean, "f4"),
        "log_variance": np.array(log_variance, "f4"),
    }
    return float(model.compute_loss(x={"audio": real}, y_pred=predicted))


def test_the_error_is_averaged_over_samples_and_batch() -> None:
    assert loss_of(vae(), np.zeros((2, 2)), np.zeros((2, 2)), error=0.3) == pytest.approx(0.09)


def test_the_divergence_is_summed_over_dimensions_and_averaged_over_the_batch() -> None:
    model = vae(kl_weight=0.5)
    assert loss_of(model, [[2, 1], [0, 1]], np.zeros((2, 2))) == pytest.approx(0.5 * ((2 + 0) / 2 + 0.5))
    assert float(model.means["kl_0"].result()) == pytest.approx(1)
    assert float(model.means["kl_1"].result()) == pytest.approx(0.5)
    assert float(model.means["kl"].result()) == pytest.approx(1.5)


def test_warmth_scales_the_divergence_alone() -> None:
    model = vae(kl_weight=0.5)
    model.warmth.assign(0.25)
    assert loss_of(model, np.ones((2, 2)), np.zeros((2, 2)), error=0.1) == pytest.approx(0.01 + 0.125)


def test_free_bits_charge_nothing_below_them() -> None:
    """Up to a constant, so that no gradient pulls a dimension that holds little to hold nothing."""
    model = vae(kl_weight=1.0, free_nats=0.5)
    nothing, little = (loss_of(model, [[m, 0], [m, 0]], np.zeros((2, 2))) for m in (0.0, 0.9))
    much = loss_of(model, [[2, 0], [2, 0]], np.zeros((2, 2)))
    assert nothing == little == pytest.approx(1.0)
    assert much == pytest.approx(2 + 0.5)
    assert float(model.means["kl_0"].result()) == pytest.approx((0 + 0.405 + 2) / 3, abs=1e-3)


@pytest.mark.parametrize(("free_nats", "collapses"), [(0.0, True), (0.5, False)])
def test_a_collapse_shows_and_free_bits_cure_it(free_nats: float, collapses: bool) -> None:
    import keras

    keras.utils.set_random_seed(0)
    model = vae(kl_weight=0.3, free_nats=free_nats)
    model.compile(optimizer=keras.optimizers.Adam(0.01), jit_compile=False, steps_per_execution=25)
    rng = np.random.default_rng(0)
    pattern = np.sin(np.arange(4096) / 20)
    audio = (0.3 * rng.standard_normal((400, 1)) * pattern).astype("f4")
    done = model.fit({"audio": audio, "features": audio}, batch_size=16, epochs=8, verbose=0)
    divergence = [done.history[f"kl_{index}"][-1] for index in range(2)]
    assert (max(divergence) < 0.1) == collapses, divergence


def test_a_draw_is_only_made_in_training() -> None:
    model, features = vae(), {"features": np.ones((2, 4096), "f4")}
    first, again = (ops.convert_to_numpy(model(features, training=False)["audio"]) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    drawn = [ops.convert_to_numpy(model(features, training=True)["audio"]) for _ in range(2)]
    assert not np.array_equal(*drawn)
