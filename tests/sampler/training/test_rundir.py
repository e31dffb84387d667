"""The files of a run are whole at any moment, and say so when they are not."""

import json
import threading
from pathlib import Path

import pytest

from sampler.errors import BadRun
from sampler.rundir import (
    Progress,
    append_history,
    cut_history,
    read_config,
    read_history,
    read_progress,
    write_json,
    write_progress,
)


def test_progress_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = Progress(state="running", epoch=3, epochs=9, step=30, steps=90, loss=0.5)
    write_progress(tmp_path, written)
    assert read_progress(tmp_path) == vars(written)


def test_before_anything_is_written_there_is_a_beginning(tmp_path: Path) -> None:
    assert read_progress(tmp_path)["state"] == "preparing"
    assert read_history(tmp_path) == {}


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRun, match="not a training run"):
        read_config(tmp_path)


@pytest.mark.parametrize("read", [read_config, read_history, read_progress])
def test_a_damaged_file_is_refused(tmp_path: Path, read: object) -> None:
    for name in ("config.json", "history.jsonl", "progress.json"):
        (tmp_path / name).write_text('{"state": "runn\n')
    with pytest.raises(BadRun, match="damaged"):
        read(tmp_path)  # type: ignore[operator]


def test_a_line_of_the_history_that_is_not_whole_does_not_count(tmp_path: Path) -> None:
    for epoch in (1, 2, 3):
        append_history(tmp_path, {"epoch": epoch, "loss": 0.5})
    with (tmp_path / "history.jsonl").open("a") as file:
        file.write('{"epoch": 4, "lo')
    assert read_history(tmp_path) == {"epoch": [1, 2, 3], "loss": [0.5] * 3}
    cut_history(tmp_path, 3)
    append_history(tmp_path, {"epoch": 4, "loss": 0.25, "other": 1.0})
    assert read_history(tmp_path) == {"epoch": [1, 2, 3, 4], "loss": [0.5] * 3 + [0.25]}


def test_readers_see_the_old_or_the_new_but_never_half(tmp_path: Path) -> None:
    path, done = tmp_path / "progress.json", threading.Event()
    write_json(path, {"values": [0] * 5000})

    def write() -> None:
        for number in range(1, 100):
            write_json(path, {"values": [number] * 5000})
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    while not done.is_set():
        values = json.loads(path.read_text())["values"]
        assert len(values) == 5000
        assert len(set(values)) == 1
        seen.add(values[0])
    writer.join()
    assert len(seen) > 1
    assert [item.name for item in tmp_path.iterdir()] == ["progress.json"]
