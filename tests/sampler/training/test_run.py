"""A training through the command line: what it leaves in its run directory."""

import json
from pathlib import Path

import numpy as np
import pytest

from sampler.errors import BadRun
from sampler.families import preset
from sampler.rundir import read_config, read_history, read_progress
from sampler.training import checkpoint
from sampler.training.plan import load_division
from tests.sampler.command_line import run_command, succeed
from tests.sampler.conftest import TINY_EPOCHS, TINY_SOUNDS
from tests.sampler.small import TINY


def test_progress_ends_finished_with_every_step_counted(tiny_run: Path) -> None:
    progress = read_progress(tiny_run)
    sounds = len(load_division(read_config(tiny_run))[1].training)
    steps = TINY_EPOCHS * -(-sounds // preset("ae-med-tanh").batch_size)
    assert (progress["state"], progress["error"]) == ("finished", None)
    assert (progress["epoch"], progress["epochs"]) == (TINY_EPOCHS, TINY_EPOCHS)
    assert (progress["step"], progress["steps"]) == (steps, steps)
    assert progress["eta_s"] == 0
    assert progress["elapsed_s"] > 0
    assert np.isfinite([progress["loss"], progress["val_loss"]]).all()


def test_history_has_an_entry_per_epoch(tiny_run: Path) -> None:
    history = read_history(tiny_run)
    assert history["epoch"] == list(range(1, TINY_EPOCHS + 1))
    assert {"loss", "val_loss"} <= set(history)
    assert all(len(values) == TINY_EPOCHS and np.isfinite(values).all() for values in history.values())


def test_the_configuration_is_exact(tiny_run: Path, data: Path) -> None:
    config, trained = read_config(tiny_run), TINY
    assert (config["preset"], config["family"]) == ("ae-med-tanh", "dense_ae")
    assert config["hyper"] == json.loads(json.dumps(trained.hyper))
    assert (config["data"], config["seed"]) == (str(data.resolve()), 0)
    assert config["training"]["epochs"] == TINY_EPOCHS
    assert config["training"]["learning_rate"] == trained.learning_rate


def test_few_sounds_are_warned_of(tiny_run: Path) -> None:
    assert str(TINY_SOUNDS) in read_progress(tiny_run)["warning"]


def test_a_dataset_that_changed_since_is_refused(tiny_run: Path) -> None:
    config = read_config(tiny_run) | {"fingerprint": "of other sounds"}
    with pytest.raises(BadRun, match="changed since"):
        load_division(config)


def test_validation_is_of_other_groups(tiny_run: Path) -> None:
    config = read_config(tiny_run)
    dataset, division = load_division(config)
    assert len(dataset) == TINY_SOUNDS
    assert config["held_out"]
    assert not set(config["held_out"]) & set(division.training_groups)
    assert len(division.training) + len(division.validation) == TINY_SOUNDS


def test_a_checkpoint_holds_the_end(tiny_run: Path) -> None:
    counters = json.loads((checkpoint.newest(tiny_run) / checkpoint.COUNTERS).read_text())
    assert (counters["epoch"], counters["step"]) == (TINY_EPOCHS, read_progress(tiny_run)["step"])


def test_a_used_run_is_refused_and_left_as_it_is(tiny_run: Path, data: Path) -> None:
    before = {path: path.read_bytes() for path in tiny_run.glob("*.json")}
    outcome = run_command("train", "ae-med-tanh", "--data", data, "--run", tiny_run, "--epochs", 1)
    assert outcome.refused_with("already holds a training", "--resume")
    assert {path: path.read_bytes() for path in tiny_run.glob("*.json")} == before


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--epochs", "0"], "epochs must be"),
        (["--epochs", "-3"], "epochs must be"),
        (["--epochs", "1000000"], "epochs must be"),
        (["--epochs", "2.5"], "invalid int value"),
        (["--minutes", "0"], "minutes must be"),
        (["--minutes", "nan"], "minutes must be"),
        (["--minutes", "inf"], "minutes must be"),
        (["--minutes", "-1"], "minutes must be"),
        (["--minutes", "soon"], "invalid float value"),
        (["--seed", "-1"], "seed must be"),
        (["--seed", "2147483648"], "seed must be"),
    ],
)
def test_absurd_numbers_are_refused(tmp_path: Path, data: Path, options: list[str], complaint: str) -> None:
    outcome = run_command("train", "ae-med-tanh", "--data", data, "--run", tmp_path / "run", *options)
    assert outcome.refused_with(complaint)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("clock", ["wall", "processor"])
def test_minutes_end_a_training(tmp_path: Path, data: Path, clock: str) -> None:
    seconds = 1.0
    outcome = run_command(
        "train", "ae-med-tanh", "--data", data, "--run", tmp_path, "--epochs", 100_000,
        "--minutes", seconds / 60, "--clock", clock, "--json",
    )  # fmt: skip
    assert outcome.json["state"] == "finished"
    assert seconds <= outcome.json["elapsed_s"] < seconds + 20
    assert outcome.json["step"] < outcome.json["steps"]
    assert checkpoint.newest(tmp_path).is_dir()
    history = read_history(tmp_path)
    assert history["epoch"] == list(range(1, len(history["epoch"]) + 1))


def test_a_log_is_lines_in_place_of_a_bar(tmp_path: Path, data: Path) -> None:
    run = ("train", "ae-med-tanh", "--data", data, "--run", tmp_path, "--epochs", 2)
    lines = succeed(*run, "--log").err.splitlines()
    assert "preparing: epoch 0 of 2" in lines[0]
    assert "Only 24 sounds" in lines[0]
    assert "finished: epoch 2 of 2" in lines[-1]
    assert "on unseen sounds" in lines[-1]
    assert not any("Only" in line for line in lines[1:])


def test_a_folder_of_recordings_is_prepared_on_the_way(tmp_path: Path, drums: Path) -> None:
    outcome = run_command(
        "train", "ae-med-tanh", "--data", drums, "--run", tmp_path / "run", "--epochs", 1, "--json"
    )
    assert outcome.json["state"] == "finished"
    assert (tmp_path / "run" / "data" / "report.csv").is_file()
