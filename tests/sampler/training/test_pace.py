"""Learning rate and warmth, as a training sets them on the way."""

from typing import Any

import pytest

from sampler.training.callbacks.pace import Pace
from sampler.training.schedule import Budget, learning_rate, warmth
from tests.sampler.small import small

STEPS = 5000


def test_rate_and_warmth_are_never_a_thousandth_of_the_training_behind(model: Any) -> None:
    preset = small("ae-med-tanh")
    slope = preset.learning_rate / 0.02
    pace = Pace(Budget(STEPS), preset, step=0)
    pace.set_model(model)
    for step in range(STEPS):
        pace.step = step
        pace.on_train_batch_begin(0)
        if step % 7 == 0:  # reading them takes a while
            expected = learning_rate(preset.learning_rate, step / STEPS)
            assert float(model.optimizer.learning_rate) == pytest.approx(expected, abs=0.001 * slope)
            assert float(model.warmth) == pytest.approx(warmth(step / STEPS), abs=0.004)
    assert float(model.warmth) == 1


def test_a_rate_that_is_halved_meanwhile_counts_at_once(model: Any) -> None:
    pace = Pace(Budget(STEPS), small("ae-med-tanh"), step=STEPS // 2)
    pace.set_model(model)
    pace.on_train_batch_begin(0)
    before, pace.rate_share = float(model.optimizer.learning_rate), 0.5
    pace.on_train_batch_begin(0)
    assert float(model.optimizer.learning_rate) == pytest.approx(before / 2)
