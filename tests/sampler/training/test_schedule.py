"""Budget, learning rate and warm-up as functions of how far a training is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sampler.training.schedule import Budget, learning_rate, warmth
from tests.waiting import until

FRACTIONS = st.floats(0, 1)


@given(st.integers(1, 10**7), st.integers(0, 10**7))
def test_steps_are_used_up_evenly(steps: int, step: int) -> None:
    assert Budget(steps).fraction(step) == pytest.approx(min(1, step / steps))


@given(st.integers(1, 1000), st.integers(0, 1000), st.floats(0.001, 100), st.floats(0, 10_000))
def test_whichever_ends_first_counts(steps: int, step: int, minutes: float, spent_s: float) -> None:
    fraction = Budget(steps, minutes, spent_s).fraction(step)
    assert fraction >= min(1, step / steps)
    assert fraction >= min(1, spent_s / 60 / minutes)
    assert fraction <= 1


def test_time_passes_and_earlier_sittings_count() -> None:
    budget = Budget(10**6, minutes=1, spent_s=30)
    assert budget.fraction(0) == pytest.approx(0.5, abs=0.05)
    budget.started -= 15
    assert budget.elapsed_s() == pytest.approx(45, abs=2)
    assert budget.eta_s(0) == pytest.approx(15, abs=2)
    budget.started = time.monotonic() - 100
    assert (budget.fraction(0), budget.eta_s(0)) == (1, 0)


def test_processor_minutes_stand_still_while_nothing_is_computed() -> None:
    budgets = [Budget(1, clock="wall"), Budget(1, clock="processor")]
    until(lambda: budgets[0].elapsed_s() >= 0.2)
    wall, processor = (budget.elapsed_s() for budget in budgets)
    assert wall >= 0.2
    assert processor < wall / 2


def test_there_is_no_estimate_before_there_is_a_pace() -> None:
    assert Budget(100_000).eta_s(1) is None


@given(FRACTIONS)
def test_the_learning_rate_stays_between_nothing_and_its_peak(fraction: float) -> None:
    assert 0 < learning_rate(1e-3, fraction) <= 1e-3


def test_the_learning_rate_warms_up_and_falls_to_a_hundredth() -> None:
    assert learning_rate(1.0, 0) == pytest.approx(0.05)
    assert learning_rate(1.0, 0.02) == pytest.approx(1.0)
    assert learning_rate(1.0, 0.51) == pytest.approx(0.5, abs=0.01)
    assert learning_rate(1.0, 1) == pytest.approx(0.01)
    falling = [learning_rate(1.0, 0.02 + 0.98 * i / 100) for i in range(101)]
    assert falling == sorted(falling, reverse=True)


@given(FRACTIONS, FRACTIONS)
def test_warmth_rises_to_one_over_the_first_fifth(a: float, b: float) -> None:
    assert warmth(min(a, b)) <= warmth(max(a, b)) <= 1
    assert warmth(a) == pytest.approx(min(1, 5 * a))
