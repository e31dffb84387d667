"""`prepare` on the command line: its summary, its progress, pictures of files."""

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from sampler.commands import prepare
from sampler.errors import BadValue, UnreadableAudio
from sampler.progress import ProgressFile
from sampler.survey.survey import survey_folder
from tests.waiting import until


def run(*arguments: str) -> dict[str, object]:
    parser = argparse.ArgumentParser()
    prepare.add_arguments(parser)
    return prepare.run(parser.parse_args(arguments))


def test_the_summary_counts_and_names_the_results(wav: Path, tmp_path: Path) -> None:
    (wav.parent / "notes.txt").write_text("not a sound")
    out = tmp_path / "out"
    summary = run(str(wav.parent), str(out), "--attack", "0.05", "--jobs", "1")
    assert (summary["inputs"], summary["kept"], summary["refused"]) == (2, 1, 1)
    assert summary["reasons"] == {"not audio": 1}
    assert Path(str(summary["dataset"])).is_file()
    assert Path(str(summary["report"])).is_file()


def test_it_reports_progress_and_leaves_out_listed_files(wav: Path, tmp_path: Path) -> None:
    out, progress, listed = tmp_path / "out", tmp_path / "progress.json", tmp_path / "list.json"
    (wav.parent / "other.wav").write_bytes(wav.read_bytes() + b"more")
    (wav.parent / "notes.txt").write_text("not a sound")
    source = shutil.copytree(wav.parent, tmp_path / "source")
    listed.write_text(json.dumps(["other.wav"]))
    summary = run(str(source), str(out), "--leave-out", str(listed), "--progress", str(progress))
    assert summary["reasons"] == {"left out": 1, "not audio": 1}
    assert json.loads(progress.read_text()) == {"stage": "reading", "done": 3, "total": 3}
    for content in ("no list", '"other.wav"', '{"other.wav": 1}', '["other.wav", 1]', "null"):
        listed.write_text(content)
        with pytest.raises(BadValue, match="JSON list"):
            run(str(source), str(out), "--leave-out", str(listed))


def test_it_finishes_where_progress_cannot_be_written(wav: Path, tmp_path: Path) -> None:
    summary = run(str(wav.parent), str(tmp_path / "out"), "--progress", str(tmp_path / "gone" / "file.json"))
    assert summary["kept"] == 1
    assert survey_folder(tmp_path / "out", progress=ProgressFile(tmp_path, "comparing"))["sounds"] == 1


def test_sigterm_ends_a_preparation_and_leaves_nothing_behind(wav: Path, tmp_path: Path) -> None:
    """Also a preparation that `train` started for its folder."""
    slow = tmp_path / "slow"
    slow.mkdir()
    for index in range(400):
        samples = np.random.default_rng(index).standard_normal(60 * 441).astype(np.float32)
        soundfile.write(slow / f"{index}.wav", samples / 8, 44_100)
    command = [sys.executable, "-m", "sampler", "train", "modal", "--data", slow, "--run", tmp_path / "run"]
    process = subprocess.Popen(list(map(str, command)), stderr=subprocess.PIPE, text=True)
    prepared = tmp_path / "run" / "data"
    until(lambda: list(prepared.glob(".build-*/wav/*")) or process.poll() is not None)
    assert process.poll() is None
    process.terminate()
    assert (process.communicate(timeout=60)[1], process.returncode) == ("", 143)
    assert list(prepared.iterdir()) == []


def test_a_picture_shows_before_and_after(wav: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    summary = run(str(wav.parent), str(out), "--picture", wav.name)
    assert summary["pictures"] == [str(out / "pictures" / "hit.wav.png")]
    pixels = np.asarray(Image.open(out / "pictures" / "hit.wav.png").convert("RGB")).astype(int)
    colours = {tuple(colour) for colour in pixels.reshape(-1, 3)}
    assert {(0x5C, 0xC8, 0xD7), (0xF5, 0xA5, 0x24)} <= colours


def test_a_picture_of_a_file_without_sound_is_refused(wav: Path, tmp_path: Path) -> None:
    (wav.parent / "notes.txt").write_text("not a sound")
    with pytest.raises(UnreadableAudio):
        run(str(wav.parent), str(tmp_path / "out"), "--picture", "notes.txt")
