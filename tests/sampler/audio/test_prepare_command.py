"""`prepare` from the command line: the summary, and a picture of any file."""

import argparse
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sampler.commands import prepare
from sampler.errors import UnreadableAudio


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


def test_a_picture_shows_before_and_after(wav: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    summary = run(str(wav.parent), str(out), "--picture", wav.name)
    assert summary["pictures"] == [str(out / "pictures" / "hit.wav.png")]
    pixels = np.asarray(Image.open(out / "pictures" / "hit.wav.png").convert("RGB")).astype(int)
    colours = {tuple(colour) for colour in pixels.reshape(-1, 3)}
    assert {(0x5C, 0xC8, 0xD7), (0xF5, 0xA5, 0x24)} <= colours


def test_a_picture_of_what_is_no_sound_is_refused(wav: Path, tmp_path: Path) -> None:
    (wav.parent / "notes.txt").write_text("not a sound")
    with pytest.raises(UnreadableAudio):
        run(str(wav.parent), str(tmp_path / "out"), "--picture", "notes.txt")
