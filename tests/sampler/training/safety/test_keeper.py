"""Checkpoints are written beside the training, and what goes wrong with one is not lost."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sampler.rundir import Progress, read_progress
from sampler.training import checkpoint
from sampler.training.callbacks.keeper import Keeper
from sampler.training.callbacks.pace import Pace
from sampler.training.callbacks.reporter import PROGRESS_EVERY_S, Reporter
from sampler.training.schedule import Budget
from tests.sampler.small import small


@pytest.fixture
def keeper(model: Any, tmp_path: Path) -> Keeper:
    pace = Pace(Budget(100), small("ae-med-tanh"), step=7)
    made = Keeper(tmp_path, 0, Reporter(tmp_path, Progress(), pace, lambda _: None))
    made.set_model(model)
    return made


def test_what_is_written_is_the_model_as_it_was(keeper: Keeper, model: Any, tmp_path: Path) -> None:
    before = [np.asarray(variable).copy() for variable in model.trainable_variables]
    keeper.save()
    for variable in model.trainable_variables:
        variable.assign(variable + 1)
    keeper.settle()
    checkpoint.load_weights(checkpoint.newest(tmp_path), model)
    for variable, value in zip(model.trainable_variables, before, strict=True):
        np.testing.assert_array_equal(np.asarray(variable), value)


def test_each_checkpoint_holds_its_own_moment(keeper: Keeper, model: Any, tmp_path: Path) -> None:
    """Though all are copied into the same arrays."""
    for step in (7, 8):
        keeper.reporter.pace.step = step
        model.warmth.assign(step)
        keeper.save()
    keeper.settle()
    for step in (7, 8):
        checkpoint.load_weights(tmp_path / f"checkpoint-{step}", model)
        assert float(model.warmth) == step


def test_a_checkpoint_that_cannot_be_written_ends_the_training(keeper: Keeper, tmp_path: Path) -> None:
    (tmp_path / checkpoint.UNFINISHED).write_text("in the way")
    keeper.save()
    with pytest.raises(FileExistsError):
        keeper.on_epoch_end(0, {"loss": 1.0})
    keeper.settle()  # it has been said once


def test_epochs_shorter_than_half_a_second_are_not_each_published(model: Any, tmp_path: Path) -> None:
    told: list[float | None] = []
    pace = Pace(Budget(100), small("ae-med-tanh"), step=7)
    reporter = Reporter(tmp_path, Progress(), pace, lambda progress: told.append(progress.val_loss))
    reporter.set_model(model)
    reporter.end_epoch(loss=1.0, val_loss=3.0)
    reporter.last_epoch += 60  # however slow the machine
    reporter.end_epoch(loss=1.0, val_loss=2.0)
    assert told == [3.0]
    reporter.last_epoch -= 60 + PROGRESS_EVERY_S
    reporter.end_epoch(loss=1.0, val_loss=0.5)
    assert told == [3.0, 0.5]
    assert read_progress(tmp_path)["val_loss"] == 0.5
