"""Early stopping and rate reduction on validation, where a preset asks for them."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sampler.families.base import Plateau, Preset
from sampler.rundir import Progress, read_history, read_marks, read_progress
from sampler.training import checkpoint
from sampler.training.build import build_model, compile_model
from sampler.training.callbacks.keeper import Keeper
from sampler.training.callbacks.pace import Pace
from sampler.training.callbacks.plateau import BEST, PlateauWatch
from sampler.training.callbacks.reporter import Reporter
from sampler.training.plan import Plan
from sampler.training.schedule import Budget
from sampler.training.session import train
from tests.sampler.small import small


def watched(halve_after: int, stop_after: int) -> Preset:
    plateau = Plateau(halve_after=halve_after, stop_after=stop_after)
    return dataclasses.replace(small("ae-small-tanh"), plateau=plateau, warmup_batches=0)


@pytest.fixture(scope="module")
def model() -> Any:
    built = build_model(watched(1, 1))
    compile_model(built, watched(1, 1))
    return built


def watch(model: Any, run: Path, halve_after: int, stop_after: int, epochs: int = 0) -> PlateauWatch:
    """The callback as the trainer sets it up where it goes on after so many epochs, once they are warm."""
    preset = watched(halve_after, stop_after)
    pace = Pace(Budget(100), preset, step=0)
    keeper = Keeper(run, epochs, Reporter(run, Progress(), pace, lambda _: None))
    plateau = PlateauWatch(preset.plateau or Plateau(1, 1), run, pace, keeper)
    for callback in (pace, keeper, plateau):
        callback.set_model(model)
    model.warmth.assign(1.0)
    model.stop_training = False
    return plateau


def test_the_rate_halves_each_time_and_the_training_stops(model: Any, tmp_path: Path) -> None:
    plateau = watch(model, tmp_path, halve_after=2, stop_after=5)
    shares, stopped = [], []
    for epoch, loss in enumerate([3.0, 2.0, 2.5, 2.5, 2.5, 2.5, 2.5]):
        plateau.on_epoch_end(epoch, {"val_loss": loss})
        shares.append(plateau.pace.rate_share)
        stopped.append(bool(model.stop_training))
    assert shares == [1, 1, 1, 0.5, 0.5, 0.25, 0.25]
    assert stopped == [False] * 6 + [True]
    assert read_marks(tmp_path) == [{"epoch": 4, "kind": "slowed"}, {"epoch": 6, "kind": "slowed"}]


def test_nothing_counts_while_the_regularisers_warm_up(model: Any, tmp_path: Path) -> None:
    plateau = watch(model, tmp_path, halve_after=1, stop_after=2)
    model.warmth.assign(0.5)
    for epoch, loss in enumerate([1.0, 2.0, 3.0, 4.0]):
        plateau.on_epoch_end(epoch, {"val_loss": loss})
    assert (plateau.pace.rate_share, plateau.best, model.stop_training) == (1, 4.0, False)


def test_the_best_is_known_after_a_resume(model: Any, tmp_path: Path) -> None:
    first = watch(model, tmp_path, halve_after=2, stop_after=4)
    first.on_epoch_end(6, {"val_loss": 0.5})
    again = watch(model, tmp_path, halve_after=2, stop_after=4)
    assert (again.best, again.best_epoch) == (0.5, 7)


@pytest.mark.parametrize(("epochs", "next_halving"), [(3, 5), (4, 5), (2, 3)])
def test_a_halving_is_known_after_a_resume(
    model: Any, tmp_path: Path, epochs: int, next_halving: int
) -> None:
    """Unless it came after the checkpoint that the run goes on from."""
    first = watch(model, tmp_path, halve_after=2, stop_after=9)
    for epoch, loss in enumerate([1.0, 2.0, 2.0]):
        first.on_epoch_end(epoch, {"val_loss": loss})
    assert [mark["epoch"] for mark in read_marks(tmp_path)] == [3]
    again = watch(model, tmp_path, halve_after=2, stop_after=9, epochs=epochs)
    for epoch in range(epochs, next_halving):
        assert again.pace.rate_share == 1
        again.on_epoch_end(epoch, {"val_loss": 2.0})
    assert again.pace.rate_share == 0.5


def test_what_is_kept_is_the_best(data: Path, tmp_path: Path) -> None:
    """An absurd rate spoils what the first epochs learned."""
    spoiling = dataclasses.replace(watched(2, 3), learning_rate=0.5)
    done = train(Plan(spoiling, data, epochs=40), tmp_path / "run")
    history = read_history(tmp_path / "run")
    best = int(np.argmin(history["val_loss"])) + 1
    assert done.state == read_progress(tmp_path / "run")["state"] == "finished"
    assert len(history["epoch"]) == best + 3 < 40
    kept, noted = checkpoint.newest(tmp_path / "run"), checkpoint.newest(tmp_path / "run" / BEST)
    assert json.loads((noted / checkpoint.COUNTERS).read_text())["epoch"] == best
    shares = [
        json.loads((folder / checkpoint.COUNTERS).read_text())["rate_share"]
        for folder in (tmp_path / "run").glob("checkpoint-*")
    ]
    assert shares == [0.5 ** len(read_marks(tmp_path / "run"))] * 2
    models = [build_model(spoiling) for _ in range(2)]
    for model, folder in zip(models, (kept, noted), strict=True):
        checkpoint.load_weights(folder, model)
    for a, b in zip(*(model.trainable_variables for model in models), strict=True):
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b))
