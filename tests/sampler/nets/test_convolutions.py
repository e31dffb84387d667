"""Convolutions along a waveform: upsampling is what it says, and phase shuffle moves and mirrors."""

from typing import Any

import numpy as np
import pytest
from keras import ops
from numpy.typing import NDArray

from sampler.nets.convolutions import PhaseShuffle, UpsampledConvolution

Floats = NDArray[np.float32]


def noise(*shape: int) -> Floats:
    return np.random.default_rng(0).standard_normal(shape).astype("f4")


@pytest.mark.parametrize(("kernel_size", "factor"), [(25, 4), (24, 4), (5, 2), (9, 3), (1, 4), (3, 5)])
def test_it_is_upsampling_then_convolving(kernel_size: int, factor: int) -> None:
    layer, low = UpsampledConvolution(6, kernel_size, factor), noise(2, 20, 3)
    made = ops.convert_to_numpy(layer(low))
    plain = ops.conv(np.repeat(low, factor, axis=1), layer.kernel, padding="same") + layer.bias
    np.testing.assert_allclose(made, ops.convert_to_numpy(plain), atol=1e-5)


def test_a_constant_stays_without_ripples() -> None:
    """What a transposed convolution gets wrong: equal samples must not buzz at the stride."""
    made = ops.convert_to_numpy(UpsampledConvolution(1, 25, 4)(np.ones((1, 32, 1), "f4")))[0, 20:-20, 0]
    assert np.ptp(made) < 1e-5


def shuffled(reach: int, inputs: Any, training: bool) -> Floats:
    made: Floats = ops.convert_to_numpy(PhaseShuffle(reach)(inputs, training=training))
    return made


def test_phase_shuffle_moves_each_sound_by_its_own_few_samples() -> None:
    reach, length = 2, 50
    made = shuffled(reach, np.tile(np.arange(length, dtype="f4")[None, :, None], (200, 1, 2)), True)
    moves = made[:, reach, 0] - reach
    assert set(np.unique(moves)) == set(range(-reach, reach + 1))
    inner = made[:, reach:-reach]
    expected = np.arange(reach, length - reach)[None, :, None] + moves[:, None, None]
    np.testing.assert_array_equal(inner, np.broadcast_to(expected, inner.shape))


def test_phase_shuffle_mirrors_at_the_ends() -> None:
    made = shuffled(2, np.tile(np.arange(6, dtype="f4")[None, :, None], (100, 1, 1)), True)[..., 0]
    rows = {tuple(row) for row in made.astype(int).tolist()}
    assert (2, 1, 0, 1, 2, 3) in rows
    assert (2, 3, 4, 5, 4, 3) in rows


def test_phase_shuffle_rests_outside_training() -> None:
    np.testing.assert_array_equal(shuffled(2, noise(3, 20, 4), False), noise(3, 20, 4))
    np.testing.assert_array_equal(shuffled(0, noise(3, 20, 4), True), noise(3, 20, 4))
