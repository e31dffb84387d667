"""Data that nothing can be learned from: one clear line, and never a traceback."""

from pathlib import Path

import numpy as np
import pytest

from sampler.dataset.hits import FILE_NAME, Dataset
from sampler.rundir import read_progress
from tests.sampler.command_line import Outcome, run_command, succeed
from tests.sampler.conftest import TINY_SOUNDS
from tests.synthetic import write_drums


def train_on(data: Path, run: Path, *options: object) -> Outcome:
    return run_command("train", "ae-med-tanh", "--data", data, "--run", run, "--epochs", 1, *options)


@pytest.mark.parametrize(("count", "complaint"), [(7, "7 usable sounds"), (1, "1 usable sounds")])
def test_too_few_sounds(tmp_path: Path, count: int, complaint: str) -> None:
    succeed("prepare", write_drums(tmp_path / "few", count), tmp_path / "data")
    assert train_on(tmp_path / "data", tmp_path / "run").refused_with(complaint, "at least 8")
    assert read_progress(tmp_path / "run")["state"] == "failed"


def test_a_refused_run_directory_can_be_used_with_better_data(tmp_path: Path, data: Path) -> None:
    succeed("prepare", write_drums(tmp_path / "few", 3), tmp_path / "data")
    assert train_on(tmp_path / "data", tmp_path / "run").code == 2
    assert train_on(data, tmp_path / "run").code == 0


def test_recordings_are_prepared_anew_until_a_run_has_begun(tmp_path: Path) -> None:
    few, run = write_drums(tmp_path / "drums", 5), tmp_path / "run"
    assert train_on(few, run).refused_with("5 usable sounds")
    assert train_on(write_drums(tmp_path / "others", 6), run).refused_with("6 usable sounds")
    assert train_on(write_drums(few, 12), run).code == 0
    assert train_on(write_drums(few, 16), run, "--resume").code == 0
    assert len(Dataset.load(run / "data")) == 12


def test_no_sounds_at_all(tmp_path: Path) -> None:
    Dataset([], [], []).save(tmp_path / FILE_NAME)
    assert train_on(tmp_path, tmp_path / "run").refused_with("0 usable sounds")


def test_takes_of_one_drum(tmp_path: Path) -> None:
    for index, path in enumerate(sorted(write_drums(tmp_path / "drums", 10).iterdir())):
        path.rename(path.with_name(f"one__{index}.wav"))
    succeed("prepare", tmp_path / "drums", tmp_path / "data")
    assert train_on(tmp_path / "data", tmp_path / "run").refused_with("takes of one drum")


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 but no archive", b"\0" * 1000])
def test_what_is_no_dataset(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / FILE_NAME
    if content is not None:
        file.write_bytes(content)
    assert train_on(file, tmp_path / "run").refused_with(str(tmp_path))


def test_a_missing_folder(tmp_path: Path) -> None:
    assert train_on(tmp_path / "nowhere", tmp_path / "run").refused_with("nowhere is not a folder")


def test_a_folder_without_recordings(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert train_on(tmp_path / "empty", tmp_path / "run").refused_with("empty holds no files")


def test_a_validation_set_that_is_none(tmp_path: Path, data: Path) -> None:
    outcome = train_on(data, tmp_path / "run", "--validation", tmp_path)
    assert outcome.refused_with(f"holds no {FILE_NAME}")


def test_a_run_directory_that_cannot_be_made(tmp_path: Path, data: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert train_on(data, tmp_path / "file").refused_with(str(tmp_path / "file"))


@pytest.mark.parametrize("index", range(0, TINY_SOUNDS, 4), ids=lambda index: f"group{index // 4}")
def test_sounds_that_are_no_numbers_fail_loudly(tmp_path: Path, data: Path, index: int) -> None:
    """In training and in validation alike: one of these groups is held out."""
    with np.load(data / FILE_NAME) as stored:
        arrays = dict(stored)
    arrays["scales"][index] = np.nan
    np.savez(tmp_path / FILE_NAME, **arrays)
    outcome = train_on(tmp_path, tmp_path / "run")
    assert outcome.refused_with("not numbers", "prepare the folder again")
    assert read_progress(tmp_path / "run")["state"] == "failed"
    assert read_progress(tmp_path / "run")["error"] in outcome.err
