"""A gradient that is not finite changes nothing and is counted; a training that runs away goes back."""

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from keras import ops

from sampler.errors import TrainingFailed
from sampler.families.base import Preset
from sampler.rundir import read_history, read_marks, read_progress
from sampler.training import checkpoint
from sampler.training.build import build_model, compile_model
from sampler.training.callbacks.finite import Diverged, FiniteGuard, skipped_steps
from sampler.training.callbacks.pace import Pace
from sampler.training.plan import Plan
from sampler.training.recovery import LastGood
from sampler.training.schedule import Budget
from sampler.training.session import train
from tests.sampler.small import small

BATCH = 4
CONFIG = small("ae-small-tanh")


def sounds(count: int, broken: tuple[int, ...] = ()) -> dict[str, np.ndarray[Any, np.dtype[np.float32]]]:
    """Noise to train on, in which some sounds are no numbers."""
    audio = np.random.default_rng(0).standard_normal((count, CONFIG.hyper["length_samples"]))
    audio[list(broken)] = np.nan
    return {"audio": audio.astype("f4"), "features": audio.astype("f4")}


@pytest.fixture
def model() -> Any:
    built = build_model(CONFIG)
    compile_model(built, CONFIG)
    return built


def weights(model: Any) -> list[Any]:
    return [ops.convert_to_numpy(one).copy() for one in [*model.weights, *model.optimizer.variables]]


def fit(model: Any, data: dict[str, Any], guarded: bool = True) -> dict[str, list[float]]:
    guard = [FiniteGuard()] if guarded else []
    history = model.fit(data, batch_size=BATCH, epochs=1, shuffle=False, verbose=0, callbacks=guard)
    done: dict[str, list[float]] = history.history
    return done


def test_a_broken_step_changes_nothing_and_is_counted(model: Any) -> None:
    before = weights(model)
    fit(model, sounds(BATCH, broken=(1,)), guarded=False)
    for a, b in zip(before, weights(model), strict=True):
        np.testing.assert_array_equal(a, b)
    assert skipped_steps(model) == 1


def test_a_broken_step_among_good_ones_is_left_out(model: Any) -> None:
    """The others move the weights as if it had not been, and their mean is the loss of the epoch."""
    whole = build_model(CONFIG)
    compile_model(whole, CONFIG)
    broken_second = (BATCH, BATCH + 1, BATCH + 2, BATCH + 3)
    history = fit(model, sounds(5 * BATCH, broken_second))
    good = {name: np.delete(values, broken_second, axis=0) for name, values in sounds(5 * BATCH).items()}
    expected = fit(whole, good)
    assert skipped_steps(model) == 1
    assert int(model.optimizer.iterations) == 4
    assert history["loss"] == pytest.approx(expected["loss"])
    for a, b in zip(weights(model), weights(whole), strict=True):
        np.testing.assert_allclose(a, b, atol=1e-6)


def test_a_call_that_only_skips_has_diverged(model: Any) -> None:
    with pytest.raises(Diverged):
        fit(model, sounds(3 * BATCH, broken=tuple(range(3 * BATCH))))


def test_it_goes_back_twice_at_half_the_rate_then_fails(model: Any, tmp_path: Path) -> None:
    counters = {"step": 0, "epoch": 0, "spent_s": 0.0, "rate_share": 1.0}
    last_good, begun = LastGood(tmp_path, model, counters), weights(model)
    fit(model, sounds(2 * BATCH))
    assert last_good.go_back() == counters | {"rate_share": 0.5}
    for a, b in zip(begun, weights(model), strict=True):
        np.testing.assert_array_equal(a, b)
    fit(model, sounds(2 * BATCH))
    trained = weights(model)
    halved_since = {"save": 2, "step": 2, "epoch": 1, "spent_s": 1.0, "rate_share": 0.25}
    checkpoint.save(tmp_path, model, halved_since)
    fit(model, sounds(2 * BATCH))
    assert last_good.go_back() == halved_since | {"rate_share": 0.125}
    for a, b in zip(trained, weights(model), strict=True):
        np.testing.assert_array_equal(a, b)
    with pytest.raises(TrainingFailed, match="no longer a number"):
        last_good.go_back()


def test_the_rate_is_what_is_left_of_it(model: Any) -> None:
    constant = dataclasses.replace(CONFIG, schedule="constant")
    pace = Pace(Budget(100), constant, step=50, rate_share=0.25)
    pace.set_model(model)
    pace.on_train_batch_begin(0)
    assert float(model.optimizer.learning_rate) == pytest.approx(constant.learning_rate / 4)


WILD = 2e18
"""The first step moves the weights of the linear output by the learning rate. At this rate the squared error
then leaves the range of float32 (3.4e38); at half of it, it stays within."""
HOPELESS = 1e25
"""At a quarter of this rate the error leaves that range as well."""


def wild(learning_rate: float) -> Preset:
    """A network whose sigmoids keep all but the output's weights from running away."""
    return dataclasses.replace(small("ae-small-sig"), schedule="constant", learning_rate=learning_rate)


def test_a_training_recovers_at_half_the_rate_and_says_so(tmp_path: Path, data: Path) -> None:
    done = train(Plan(wild(WILD), data, epochs=3), tmp_path / "run")
    assert done.state == "finished"
    assert "half the learning rate" in (done.warning or "")
    assert read_history(tmp_path / "run")["epoch"] == [1, 2, 3]
    assert np.isfinite(read_history(tmp_path / "run")["loss"]).all()
    assert checkpoint.read_counters(tmp_path / "run")["rate_share"] == 0.5
    assert [mark["kind"] for mark in read_marks(tmp_path / "run")] == ["went back"]


def test_a_training_that_never_recovers_fails(tmp_path: Path, data: Path) -> None:
    with pytest.raises(TrainingFailed, match="no longer a number"):
        train(Plan(wild(HOPELESS), data, epochs=3), tmp_path / "run")
    progress = read_progress(tmp_path / "run")
    assert progress["state"] == "failed"
    assert "no longer a number" in progress["error"]
    assert progress["warning"].count("half the learning rate") == 2
    assert not list((tmp_path / "run").glob("checkpoint-*"))
