"""The transient lands where it should and fades at both ends."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.nets.signals import Transient

Floats = NDArray[np.float32]
LENGTH, START, COUNT = 4096, 185, 1024


@pytest.fixture(scope="module")
def window() -> Floats:
    made = Transient(LENGTH, START)(np.ones((1, COUNT), np.float32))
    return np.asarray(made, np.float32).reshape(LENGTH)


def test_it_is_laid_into_silence(window: Floats) -> None:
    assert window.shape == (LENGTH,)
    assert not window[: START + 1].any()
    assert not window[START + COUNT :].any()
    assert window[START + 1 : START + COUNT - 1].min() > 0


def test_it_fades_at_both_ends_without_a_step(window: Floats) -> None:
    assert window.max() == 1
    assert np.all(window[START + 64 : START + COUNT // 2] == 1)
    assert np.abs(np.diff(window)).max() < 0.03


def test_samples_keep_their_order_and_sign() -> None:
    samples = np.zeros((2, COUNT), np.float32)
    samples[0, 300], samples[1, 100] = 0.5, -0.25
    made = np.asarray(Transient(LENGTH, START)(samples))
    assert made[0, START + 300] == 0.5
    assert made[1, START + 100] == -0.25
    assert np.count_nonzero(made) == 2
