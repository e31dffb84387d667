"""What `fit` reads: every sound once an epoch, in an order of its own."""

from collections.abc import Iterable

import keras
import numpy as np
import pytest

from sampler.families.base import Arrays
from sampler.training.batches import fit_inputs


@pytest.fixture
def arrays() -> Arrays:
    """Ten sounds, each made of its number."""
    numbers = np.arange(10, dtype=np.float32)[:, None]
    return {"audio": numbers.repeat(3, axis=1), "features": -numbers}


def numbers_in(batches: Iterable[Arrays]) -> list[float]:
    """The sounds of an epoch, after a look at whether each has its features beside it."""
    numbers: list[float] = []
    for batch in batches:
        audio, features = np.array(batch["audio"]), np.array(batch["features"])
        assert np.array_equal(audio, -features.repeat(3, axis=1))
        numbers += audio[:, 0].tolist()
    return numbers


def test_every_epoch_has_every_sound_in_another_order(arrays: Arrays) -> None:
    keras.utils.set_random_seed(1)
    batches = fit_inputs(arrays, arrays, 4)["x"]
    first, second = numbers_in(batches), numbers_in(batches)
    assert [len(batch["audio"]) for batch in batches] == [4, 4, 2]
    assert sorted(first) == sorted(second) == list(range(10))
    assert first != second
    keras.utils.set_random_seed(1)
    assert numbers_in(fit_inputs(arrays, arrays, 4)["x"]) == first


def test_validation_is_in_order(arrays: Arrays) -> None:
    assert numbers_in(fit_inputs(arrays, arrays, 4)["validation_data"]) == list(range(10))


def test_no_epoch_waits_for_a_tuner(arrays: Arrays) -> None:
    inputs = fit_inputs(arrays, arrays, 4)
    assert [inputs[name].options().autotune.enabled for name in ("x", "validation_data")] == [False, False]
