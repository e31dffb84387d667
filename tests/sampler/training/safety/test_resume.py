"""A run goes on where its newest checkpoint is, with everything that belongs to it."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.export.card import NOT_STATED
from sampler.export.manifest import unmapped_manifest
from sampler.export.source import Source
from sampler.rundir import (
    Progress,
    append_history,
    read_config,
    read_history,
    read_progress,
    write_json,
    write_progress,
)
from sampler.training import checkpoint
from sampler.training.build import build_model
from tests.sampler.command_line import run_command, succeed
from tests.sampler.conftest import TINY_EPOCHS
from tests.sampler.small import TINY
from tests.synthetic import write_drums


def resume(run: Path, data: Path, epochs: int) -> None:
    succeed("train", "ae-med-tanh", "--data", data, "--run", run, "--epochs", epochs, "--resume")


def weights(folder: Path | None) -> NDArray[np.float32]:
    """All weights of a checkpoint, or of a model that has not been trained, in one vector."""
    model = build_model(TINY)
    if folder:
        checkpoint.load_weights(folder, model)
    return np.concatenate([np.ravel(np.asarray(one, np.float32)) for one in model.trainable_variables])


@pytest.fixture(scope="module")
def resumed(tiny_run: Path, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that went on for another epoch.

    Its history held an epoch that no checkpoint held, as after a kill between writing the two.
    """
    run = shutil.copytree(tiny_run, tmp_path_factory.mktemp("resumed") / "run")
    append_history(run, dict.fromkeys(read_history(run), 99.0))
    resume(run, data, TINY_EPOCHS + 1)
    return run


def test_steps_epochs_and_time_go_on(tiny_run: Path, resumed: Path) -> None:
    before, after = read_progress(tiny_run), read_progress(resumed)
    assert after["state"] == "finished"
    assert after["step"] == before["step"] * (TINY_EPOCHS + 1) // TINY_EPOCHS == after["steps"]
    assert after["elapsed_s"] > before["elapsed_s"]


def test_weights_and_optimiser_go_on(tiny_run: Path, resumed: Path) -> None:
    begun, went_on = checkpoint.newest(tiny_run), checkpoint.newest(resumed)
    assert went_on.name != begun.name
    trained = weights(begun)
    moved = np.linalg.norm(weights(went_on) - trained)
    assert 0 < moved < 0.5 * np.linalg.norm(weights(None) - trained)
    iterations = checkpoint.read_arrays(went_on / checkpoint.OPTIMIZER)[0]
    assert iterations == read_progress(resumed)["step"]


def test_an_epoch_that_no_checkpoint_holds_is_trained_again(resumed: Path) -> None:
    history = read_history(resumed)
    assert history["epoch"] == list(range(1, TINY_EPOCHS + 2))
    assert 99.0 not in history["loss"]


def test_a_run_that_has_used_its_budget_stays_as_it_is(run_copy: Path, data: Path) -> None:
    step, history = read_progress(run_copy)["step"], read_history(run_copy)
    resume(run_copy, data, TINY_EPOCHS)
    assert read_progress(run_copy)["state"] == "finished"
    assert (read_progress(run_copy)["step"], read_history(run_copy)) == (step, history)


def test_resuming_in_a_new_directory_starts(tmp_path: Path, data: Path) -> None:
    resume(tmp_path / "new", data, 1)
    assert read_history(tmp_path / "new")["epoch"] == [1]


def test_what_was_held_out_stays_held_out(run_copy: Path, tmp_path: Path) -> None:
    held_out = read_config(run_copy)["held_out"]
    succeed("prepare", write_drums(tmp_path / "more", 48), tmp_path / "data")
    resume(run_copy, tmp_path / "data", TINY_EPOCHS + 1)
    assert read_config(run_copy)["held_out"] == held_out


def test_without_a_checkpoint_it_starts_again_as_it_began(run_copy: Path, data: Path) -> None:
    config = read_config(run_copy)
    for folder in run_copy.glob("checkpoint-*"):
        shutil.rmtree(folder)
    write_json(run_copy / "config.json", config | {"hyper": config["hyper"] | {"units": [8, 4]}})
    resume(run_copy, data, 1)
    assert read_history(run_copy)["epoch"] == [1]
    assert read_config(run_copy)["hyper"]["units"] == [8, 4]
    assert (checkpoint.newest(run_copy) / checkpoint.WEIGHTS).stat().st_size < 4_000_000


def test_another_preset_is_refused(run_copy: Path, data: Path) -> None:
    before = (run_copy / "progress.json").read_text()
    outcome = run_command("train", "modal", "--data", data, "--run", run_copy, "--epochs", 1, "--resume")
    assert outcome.refused_with("trains 'ae-med-tanh', not 'modal'")
    assert (run_copy / "progress.json").read_text() == before


def test_a_run_of_an_earlier_form_of_its_preset_is_refused(
    run_copy: Path, data: Path, tmp_path: Path
) -> None:
    write_json(run_copy / "config.json", read_config(run_copy) | {"preset": "modal", "family": "modal"})
    before = (run_copy / "progress.json").read_text()
    resumed = run_command("train", "modal", "--data", data, "--run", run_copy, "--epochs", 9, "--resume")
    exported = run_command("export", run_copy, "--name", "again", "--models", tmp_path)
    for outcome in (resumed, exported):
        assert outcome.refused_with("began with an earlier form of 'modal': start a new run.")
    assert (run_copy / "progress.json").read_text() == before


def test_data_of_other_drums_is_refused(run_copy: Path, tmp_path: Path) -> None:
    (tmp_path / "others").mkdir()
    for path in write_drums(tmp_path / "drums", 12).iterdir():
        path.rename(tmp_path / "others" / f"other-{path.name}")
    succeed("prepare", tmp_path / "others", tmp_path / "data")
    before = read_progress(run_copy)
    outcome = run_command(
        "train", "ae-med-tanh", "--data", tmp_path / "data", "--run", run_copy, "--epochs", 9, "--resume"
    )
    assert outcome.refused_with("gone")
    after = read_progress(run_copy)
    assert (after["state"], after["epoch"], after["step"]) == ("failed", before["epoch"], before["step"])
    assert after["elapsed_s"] == checkpoint.read_counters(run_copy)["spent_s"] > 0


def test_a_resume_that_was_refused_spoils_no_export(run_copy: Path) -> None:
    done, counters = read_progress(run_copy), checkpoint.read_counters(run_copy)
    write_progress(run_copy, Progress("failed", epochs=9, error="The dataset holds 3 usable sounds."))
    training = unmapped_manifest(Source(run_copy), "again", NOT_STATED).training
    assert (training["steps"], training["elapsed_s"]) == (done["step"], round(counters["spent_s"], 1))


def test_what_was_held_out_is_not_trained_on_for_another_set(run_copy: Path, data: Path) -> None:
    command = ["train", "ae-med-tanh", "--data", data, "--run", run_copy, "--resume"]
    assert run_command(*command, "--validation", data).refused_with("validates on what it held out")


def test_a_validation_set_has_to_be_named_again(tmp_path: Path, data: Path, drums: Path) -> None:
    succeed("prepare", drums, tmp_path / "others")
    command = ["train", "ae-med-tanh", "--data", data, "--run", tmp_path / "run", "--epochs", 1]
    succeed(*command, "--validation", tmp_path / "others")
    before = (tmp_path / "run" / "progress.json").read_text()
    assert run_command(*command, "--resume").refused_with(str(tmp_path / "others"), "--validation")
    assert (tmp_path / "run" / "progress.json").read_text() == before
