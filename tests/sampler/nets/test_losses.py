"""Losses: zero where nothing differs, finite gradients everywhere, and the values that are defined."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
import tensorflow as tf
from keras import ops, random
from numpy.typing import NDArray

from sampler.analysis.spectra import MRSTFT_N_FFT, log_mel_distance, mrstft_distance, stft_magnitude
from sampler.nets.losses import (
    draw_gaussian,
    frame_power,
    kl_to_standard_normal,
    onset_distance,
    spectral_distance,
)
from tests.synthetic import drum

Floats = NDArray[np.float32]
LENGTH = 16_384
DISTANCES = [spectral_distance, partial(spectral_distance, mel_weight=0.5), onset_distance]


@pytest.fixture(scope="module")
def drums() -> Floats:
    return np.stack([np.pad(drum(seed), (0, 8192))[:LENGTH] for seed in range(6)])


@pytest.mark.parametrize("distance", DISTANCES)
def test_a_sound_is_no_distance_from_itself(distance: Callable[..., Any], drums: Floats) -> None:
    np.testing.assert_array_equal(ops.convert_to_numpy(distance(drums, drums)), np.zeros(len(drums)))


@pytest.mark.parametrize("distance", DISTANCES)
def test_another_sound_is_some_distance_away(distance: Callable[..., Any], drums: Floats) -> None:
    assert np.all(ops.convert_to_numpy(distance(np.roll(drums, 1, axis=0), drums)) > 0.5)


@pytest.mark.parametrize("distance", DISTANCES)
@pytest.mark.parametrize("made", ["silence", "the same", "huge"])
@pytest.mark.parametrize("real", ["silence", "drums"])
def test_gradients_are_finite(distance: Callable[..., Any], made: str, real: str, drums: Floats) -> None:
    target = np.zeros_like(drums) if real == "silence" else drums
    start = {"silence": np.zeros_like(drums), "the same": target, "huge": 1e4 * drums}[made]
    variable = tf.Variable(start)
    with tf.GradientTape() as tape:
        loss = ops.mean(distance(variable, target))
    assert np.isfinite(loss)
    assert np.isfinite(tape.gradient(loss, variable)).all()


@pytest.mark.parametrize("n_fft", MRSTFT_N_FFT)
def test_frame_power_is_the_analysis_squared(n_fft: int, drums: Floats) -> None:
    power, expected = ops.convert_to_numpy(frame_power(drums, n_fft)), stft_magnitude(drums, n_fft) ** 2
    assert power.shape == expected.shape
    np.testing.assert_allclose(power, expected, rtol=1e-3, atol=1e-5 * expected.max())


@pytest.mark.parametrize("overlap", [2, 4])
def test_frame_power_has_the_slope_of_its_values(overlap: int) -> None:
    rng = np.random.default_rng(0)
    there, way = (rng.standard_normal((2, 2048)).astype("f4") for _ in range(2))
    weights = rng.standard_normal(frame_power(there, 512, overlap).shape)

    def weighed(sounds: Floats) -> float:
        return float(np.sum(weights * ops.convert_to_numpy(frame_power(sounds, 512, overlap))))

    variable = tf.Variable(there)
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(weights.astype("f4") * frame_power(variable, 512, overlap))
    slope = float(np.sum(tape.gradient(total, variable).numpy() * way))
    step = np.float32(0.05)
    # a sum of squares is a parabola along any line: central differences are exact
    assert slope == pytest.approx((weighed(there + step * way) - weighed(there - step * way)) / 0.1, rel=2e-3)


@pytest.mark.parametrize("weight", [0.0, 2.0])
def test_spectral_distance_is_the_measured_one_plus_the_relative_error(drums: Floats, weight: float) -> None:
    made = np.roll(drums, 1, axis=0)
    relative = []
    for n_fft in MRSTFT_N_FFT:
        a, b = (stft_magnitude(sounds, n_fft) for sounds in (made, drums))
        relative.append(np.abs(a - b).sum(axis=(1, 2)) / b.sum(axis=(1, 2)))
    expected = mrstft_distance(made, drums) + weight * np.mean(relative, axis=0)
    trained_on = ops.convert_to_numpy(spectral_distance(made, drums, magnitude_weight=weight))
    # the loss floors softly, the measure hard
    np.testing.assert_allclose(trained_on, expected, rtol=0.05)


def test_log_mel_images_count_as_much_as_they_are_weighed(drums: Floats) -> None:
    made = np.roll(drums, 1, axis=0)
    without, with_images = (
        ops.convert_to_numpy(spectral_distance(made, drums, mel_weight=weight)) for weight in (0.0, 0.5)
    )
    # the loss has every other frame and a soft floor
    np.testing.assert_allclose(with_images - without, 0.5 * log_mel_distance(made, drums), rtol=0.15)


@pytest.mark.parametrize(("late_weight", "share"), [(1.0, 1.0), (0.2, 0.2 / 0.6), (0.0, 0.0)])
def test_what_differs_late_costs_as_much_as_it_is_weighed(late_weight: float, share: float) -> None:
    real = np.random.default_rng(0).standard_normal((2, 32_768)).astype("f4")
    made = real.copy()
    made[:, 20_000:] /= 2
    evenly, weighed = (
        ops.convert_to_numpy(spectral_distance(made, real, late_weight=weight, magnitude_weight=0.0))
        for weight in (1.0, late_weight)
    )
    # one half of the frames is early, and the mean of all weights is divided out
    np.testing.assert_allclose(weighed, share * evenly, rtol=0.05, atol=1e-6)


def test_onset_distance_looks_at_the_start_alone(drums: Floats) -> None:
    made = drums.copy()
    made[:, 2048:] = 0
    assert not ops.convert_to_numpy(onset_distance(made, drums)).any()
    np.testing.assert_allclose(ops.convert_to_numpy(onset_distance(0 * drums, drums)), 1, atol=0.01)


@pytest.mark.parametrize(("mean", "log_variance"), [(0.0, 0.0), (1.5, -2.0), (-0.7, 0.8)])
def test_kl_is_what_sampling_finds(mean: float, log_variance: float) -> None:
    rng = np.random.default_rng(0)
    z = mean + np.exp(log_variance / 2) * rng.standard_normal(400_000)
    log_q = -0.5 * (log_variance + (z - mean) ** 2 / np.exp(log_variance))
    sampled = np.mean(log_q + 0.5 * z**2)
    closed = ops.convert_to_numpy(kl_to_standard_normal(np.array([[mean]]), np.array([[log_variance]])))
    assert closed.shape == (1, 1)
    assert closed[0, 0] == pytest.approx(sampled, abs=0.01)


def test_draws_have_the_mean_and_the_spread_they_are_asked_for() -> None:
    mean, log_variance = np.full((200_000, 2), [0.5, -1.0]), np.full((200_000, 2), [-2.0, 0.5])
    drawn = ops.convert_to_numpy(
        draw_gaussian(mean.astype("f4"), log_variance.astype("f4"), random.SeedGenerator(0))
    )
    np.testing.assert_allclose(drawn.mean(axis=0), [0.5, -1.0], atol=0.01)
    np.testing.assert_allclose(drawn.std(axis=0), np.exp([-1.0, 0.25]), rtol=0.01)
