"""Trainings as processes that are asked to stop, or killed: nothing that a checkpoint held is lost."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sampler.rundir import read_history, read_marks, read_progress
from sampler.training import checkpoint
from tests.sampler.command_line import run_command, succeed
from tests.tiny_model import ROOT
from tests.waiting import at_a_random_moment, until

ENDLESS = 100_000
PATIENCE_S = 120


@pytest.fixture
def training(tmp_path: Path, data: Path) -> Iterator[subprocess.Popen[str]]:
    """A training without end in `tmp_path / "run"`, that has saved a checkpoint and works on."""
    command = ["train", "ae-med-tanh", "--data", data, "--run", tmp_path / "run", "--epochs", ENDLESS]
    process = subprocess.Popen(
        [sys.executable, "-m", "sampler", *map(str, command), "--json"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        wait_for(process, lambda: len(read_history(tmp_path / "run").get("epoch", [])) >= 3)
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(process: subprocess.Popen[str], condition: Any) -> None:
    until(lambda: condition() or process.poll() is not None, PATIENCE_S)
    assert process.poll() is None, process.communicate()[1]


def go_on(run: Path, data: Path, epochs: int) -> dict[str, Any]:
    arguments = ["--data", data, "--run", run, "--epochs", epochs, "--resume", "--json"]
    progress: dict[str, Any] = succeed("train", "ae-med-tanh", *arguments).json
    return progress


def nobody_else_trains_there(run: Path, data: Path) -> None:
    for options in ([], ["--resume"]):
        second = run_command("train", "ae-med-tanh", "--data", data, "--run", run, *options)
        assert second.refused_with("Another process trains in")
    assert read_progress(run)["state"] == "running"


def test_a_request_to_stop_ends_on_a_checkpoint(
    training: subprocess.Popen[str], tmp_path: Path, data: Path
) -> None:
    nobody_else_trains_there(tmp_path / "run", data)
    training.send_signal(signal.SIGTERM)
    out, err = training.communicate(timeout=PATIENCE_S)
    assert (training.returncode, err) == (0, "")
    assert json.loads(out) == read_progress(tmp_path / "run")
    assert json.loads(out)["state"] == "cancelled"
    counters = json.loads((checkpoint.newest(tmp_path / "run") / checkpoint.COUNTERS).read_text())
    assert counters["step"] == json.loads(out)["step"]
    epochs = counters["epoch"] + 2
    after = go_on(tmp_path / "run", data, epochs)
    assert after["state"] == "finished"
    assert after["step"] > counters["step"]
    assert read_history(tmp_path / "run")["epoch"] == list(range(1, epochs + 1))


def wait_for_versions(path: Path, count: int) -> None:
    """Return once a file was replaced by `count` others."""
    versions: set[int] = set()

    def all_seen() -> bool:
        versions.add(path.stat().st_ino)
        return len(versions) > count

    until(all_seen, PATIENCE_S)


def test_a_killed_training_goes_on_from_its_checkpoint(
    training: subprocess.Popen[str], tmp_path: Path, data: Path
) -> None:
    run = tmp_path / "run"
    wait_for_versions(run / "progress.json", 3)
    at_a_random_moment(within_s=0.5)
    training.kill()
    training.communicate()
    assert read_progress(run)["state"] == "running"
    counters = json.loads((checkpoint.newest(run) / checkpoint.COUNTERS).read_text())
    after = go_on(run, data, counters["epoch"] + 1)
    assert after["state"] == "finished"
    assert after["step"] > counters["step"]
    assert read_history(run)["epoch"] == list(range(1, counters["epoch"] + 2))
    assert read_marks(run) == [{"epoch": counters["epoch"], "kind": "resumed"}]
