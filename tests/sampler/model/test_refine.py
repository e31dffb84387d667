"""The search for a closer match, on problems whose answer is known."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.model.budget import Budget
from sampler.model.refine import Difference, refine

Floats = NDArray[np.float32]
SIZE, BINS = 12, 600
WEIGHTS = np.full(BINS, 1 / BINS, np.float32)
BOUNDS = (-3.0, 3.0)
RNG = np.random.default_rng(0)
MIX = RNG.normal(0, 3, (SIZE, BINS)).astype(np.float32)
ANSWER = RNG.uniform(-2, 2, SIZE).astype(np.float32)


def bent(vectors: Floats) -> Floats:
    """A curved function that is zero at the answer."""
    return (vectors - ANSWER) @ MIX + 0.3 * ((vectors - ANSWER) ** 2) @ np.abs(MIX)


def with_outliers(vectors: Floats) -> Floats:
    """A function of which a tenth of the bins is off by 60 dB everywhere."""
    return bent(vectors) + np.where(np.arange(BINS) % 10, 0, 60).astype(np.float32)


@pytest.mark.parametrize("difference", [bent, with_outliers])
def test_the_answer_is_found(difference: Difference) -> None:
    found = refine(difference, WEIGHTS, np.zeros(SIZE, np.float32), BOUNDS, probe=0.1, rounds=25)
    np.testing.assert_allclose(found, ANSWER, atol=0.05)


def test_a_bin_of_no_weight_does_not_count() -> None:
    weights = np.where(np.arange(BINS) < BINS // 2, WEIGHTS, 0).astype(np.float32)

    def difference(vectors: Floats) -> Floats:
        elsewhere = bent(-vectors)
        return np.where(weights > 0, bent(vectors), elsewhere)

    found = refine(difference, weights, np.zeros(SIZE, np.float32), BOUNDS, probe=0.1, rounds=25)
    np.testing.assert_allclose(found, ANSWER, atol=0.05)


def test_the_result_lies_within_the_bounds() -> None:
    found = refine(bent, WEIGHTS, np.zeros(SIZE, np.float32), (-0.5, 0.5), probe=0.1, rounds=10)
    assert np.abs(found).max() <= 0.5


def test_a_start_that_cannot_be_improved_is_kept() -> None:
    start = np.full(SIZE, 0.5, np.float32)
    for hopeless in (
        lambda vectors: np.repeat(np.abs(vectors - start).sum(1, keepdims=True), BINS, axis=1),
        lambda vectors: np.ones((len(vectors), BINS), np.float32),
    ):
        np.testing.assert_array_equal(refine(hopeless, WEIGHTS, start, BOUNDS, probe=0.1, rounds=3), start)


@pytest.mark.parametrize("seconds", [0.0, 0.5, 0.95])
def test_it_adds_rounds_while_they_fit_into_the_time(seconds: float) -> None:
    """The clock advances only by a tenth of a second for each call of the model, two per round."""
    clock_s = 0.0

    def difference(vectors: Floats) -> Floats:
        nonlocal clock_s
        clock_s += 0.1
        return bent(vectors)

    start = np.zeros(SIZE, np.float32)
    budget = Budget(clock=lambda: clock_s)
    refine(difference, WEIGHTS, start, BOUNDS, probe=0.1, rounds=1, seconds=seconds, budget=budget)
    before_it = 0.1
    assert clock_s - before_it == pytest.approx(max(0.2, 0.2 * (seconds // 0.2)))
