"""Preparing messy folders: every file is kept, or refused with a reason."""

import csv
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sampler.audio.write import encode_wav
from sampler.dataset.folder import prepare_folder
from sampler.dataset.hits import Dataset
from sampler.dataset.inputs import unique_outputs
from sampler.dataset.report import read_report as read_rows
from sampler.errors import BadDataset, BadValue

Floats = NDArray[np.float32]
MakeHit = Callable[..., Floats]


@pytest.fixture
def folder(tmp_path: Path, make_hit: MakeHit) -> Path:
    """Two kits, copies, files of an operating system, and files that are not audio."""
    src = tmp_path / "my [snares] (old)"
    for name, seed, rate_hz in (
        ("a kit/Snare__1.wav", 1, 44_100),
        ("a kit/Snare__1.flac", 2, 48_000),
        ("b/=cmd()__x.wav", 3, 96_000),
        ("b/z copy.wav", 1, 44_100),
        (".hidden/x.wav", 4, 44_100),
        ("__MACOSX/._x.wav", 4, 44_100),
    ):
        path = src / name
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, make_hit(seed), rate_hz)
    soundfile.write(src / "silent.aiff", np.zeros(9_000), 44_100)
    soundfile.write(src / "headless", make_hit(9), 44_100, format="WAV")
    (src / "text.wav").write_text("no sound at all")
    (src / "zero.wav").touch()
    (src / "invoice.pdf").write_bytes(b"%PDF-1.7")
    return src


def read_report(out: Path) -> dict[str, dict[str, str]]:
    with open(out / "report.csv", newline="", encoding="utf-8") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


def test_every_file_has_one_row_with_its_result(folder: Path, tmp_path: Path) -> None:
    rows = prepare_folder(folder, tmp_path / "out")
    assert {row.file: row.reason for row in rows} == {
        "a kit/Snare__1.flac": "",
        "a kit/Snare__1.wav": "",
        "b/=cmd()__x.wav": "",
        "b/z copy.wav": "duplicate",
        "headless": "",
        "invoice.pdf": "not audio",
        "silent.aiff": "silent",
        "text.wav": "unreadable",
        "zero.wav": "empty",
    }
    report = read_report(tmp_path / "out")
    assert len(report) == len(rows) == len(list(report))
    assert report["b/=cmd()__x.wav"]["rate_hz"] == "96000"
    assert report["text.wav"]["status"] == "refused"
    assert report["text.wav"]["message"]
    assert "a kit/Snare__1.wav" in report["b/z copy.wav"]["message"]


def test_frames_and_dataset_hold_the_kept_files(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    kept = [
        row for row in prepare_folder(folder, out, attack_s=0.05, length_s=0.2, rate_hz=48_000) if row.kept
    ]
    wavs = sorted(path.relative_to(out).as_posix() for path in (out / "wav").rglob("*") if path.is_file())
    assert wavs == sorted(row.output for row in kept)
    assert len(set(wavs)) == 4
    for name in wavs:
        samples, rate_hz = soundfile.read(out / name, dtype="float32")
        assert (rate_hz, len(samples), int(np.argmax(np.abs(samples)))) == (48_000, 9_600, 2_400)
        assert soundfile.info(out / name).subtype == "FLOAT"
    dataset = Dataset.load(out)
    assert dataset.names == [row.file for row in kept]
    assert dataset.peaks == [row.peak_sample for row in kept]
    assert dataset.groups[:2] == ["a kit/Snare", "a kit/Snare"]


def test_cells_that_a_spreadsheet_would_run_are_escaped(folder: Path, tmp_path: Path) -> None:
    (folder / "=HYPERLINK.txt").touch()
    prepare_folder(folder, tmp_path / "out")
    assert "'=HYPERLINK.txt" in read_report(tmp_path / "out")


def test_a_report_is_read_as_it_was_written(folder: Path, tmp_path: Path) -> None:
    for name in ("=HYPERLINK.txt", "'=HYPERLINK.txt", "''=x.txt", "'x.txt"):
        (folder / name).touch()
    rows = prepare_folder(folder, tmp_path / "out")
    assert read_rows(tmp_path / "out" / "report.csv") == rows
    copy = next(row for row in rows if row.reason == "duplicate")
    assert copy.duplicate_of == "a kit/Snare__1.wav"
    kept = next(row for row in rows if row.kept)
    assert kept.size_bytes == (folder / kept.file).stat().st_size
    for content in (None, b"file,status,rate_hz\na,kept,fast\n"):
        damaged = tmp_path / "damaged.csv"
        damaged.write_bytes(content) if content else None
        with pytest.raises(BadDataset, match="prepare the folder again"):
            read_rows(damaged)


def test_left_out_files_are_reported_and_not_read(folder: Path, tmp_path: Path) -> None:
    without = frozenset({"a kit/Snare__1.wav", "text.wav"})
    rows = {row.file: row for row in prepare_folder(folder, tmp_path / "out", left_out=without)}
    assert {name for name, row in rows.items() if row.reason == "left out"} == without
    assert rows["text.wav"].message == "Left out by you."
    assert rows["b/z copy.wav"].kept, "the copy of what was left out is the only one now"


def test_a_name_that_is_not_utf_8_is_read_and_escaped(tmp_path: Path, make_hit: MakeHit) -> None:
    (tmp_path / "src").mkdir()
    soundfile.write(tmp_path / "hit.wav", make_hit(1), 44_100)
    (tmp_path / "hit.wav").rename(os.fsdecode(bytes(tmp_path / "src") + b"/caf\xe9.wav"))
    (row,) = prepare_folder(tmp_path / "src", tmp_path / "out")
    assert (row.file, row.status, row.output) == (r"caf\xe9.wav", "kept", r"wav/caf\xe9.wav")
    assert Dataset.load(tmp_path / "out").names == [row.file]


def test_one_job_and_many_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for name, jobs in (("one", 1), ("three", 3)):
        prepare_folder(folder, tmp_path / name, jobs=jobs)
    ones = {
        path.relative_to(tmp_path / "one"): path for path in (tmp_path / "one").rglob("*") if path.is_file()
    }
    assert len(ones) == 6
    for relative, path in ones.items():
        assert path.read_bytes() == (tmp_path / "three" / relative).read_bytes()


def test_progress_counts_every_file(folder: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    prepare_folder(folder, tmp_path / "out", progress=lambda done, total: seen.append((done, total)))
    assert seen == [(number, 9) for number in range(1, 10)]


def test_preparing_again_replaces_the_earlier_result(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    prepare_folder(folder, out)
    (folder / "headless").unlink()
    prepare_folder(folder, out)
    assert not (out / "wav/headless.wav").exists()
    assert sorted(path.name for path in out.iterdir()) == ["dataset.npz", "report.csv", "wav"]


def test_the_result_may_lie_inside_the_source(folder: Path) -> None:
    first = prepare_folder(folder, folder / "out")
    assert [row.file for row in prepare_folder(folder, folder / "out")] == [row.file for row in first]


def test_a_folder_with_other_files_is_never_overwritten(folder: Path, tmp_path: Path) -> None:
    diary = tmp_path / "out" / "wav" / "diary.txt"
    diary.parent.mkdir(parents=True)
    diary.write_text("dear diary")
    with pytest.raises(BadDataset, match="other files"):
        prepare_folder(folder, tmp_path / "out")
    assert diary.read_text() == "dear diary"
    for report in ("day,weather\n", "day,weather\nmonday,fair\n"):
        (tmp_path / "out" / "report.csv").write_text(report)
        with pytest.raises(BadDataset, match="other files"):
            prepare_folder(folder, tmp_path / "out")
    assert diary.read_text() == "dear diary"


def test_recordings_inside_the_result_are_never_replaced(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    prepare_folder(folder, out)
    before = sorted((out / "wav").rglob("*"))
    with pytest.raises(BadDataset, match="lies inside"):
        prepare_folder(out / "wav", out)
    assert sorted((out / "wav").rglob("*")) == before


def test_files_behind_a_link_in_the_result_stay(folder: Path, tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    prepare_folder(folder, out)
    (out / "wav").rename(elsewhere)
    (out / "wav").symlink_to(elsewhere)
    before = sorted(elsewhere.rglob("*"))
    prepare_folder(folder, out)
    assert sorted(elsewhere.rglob("*")) == before
    assert not (out / "wav").is_symlink()


@pytest.mark.parametrize("names", [[], ["notes.txt"], ["text.wav", "notes.txt"]])
def test_a_folder_without_usable_files_is_refused(tmp_path: Path, names: list[str]) -> None:
    src = tmp_path / "src"
    src.mkdir()
    for name in names:
        (src / name).write_text("no sound")
    with pytest.raises(BadDataset, match="choose"):
        prepare_folder(src, tmp_path / "out")
    assert not (tmp_path / "out" / "wav").exists()


def test_a_missing_folder_and_the_folder_itself_are_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BadDataset, match="not a folder"):
        prepare_folder(tmp_path / "nowhere", tmp_path / "out")
    with pytest.raises(BadDataset, match="choose another"):
        prepare_folder(folder, folder)


def test_an_unwritable_result_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for out in (tmp_path / "file", tmp_path / "file" / "out"):
        with pytest.raises(BadDataset, match="choose another folder"):
            prepare_folder(folder, out)


def test_frames_out_of_range_are_refused(folder: Path, tmp_path: Path) -> None:
    for attack_s, length_s, rate_hz, jobs, word in (
        (0.4, 0.4, 44_100, None, "attack"),
        (-0.1, 0.4, 44_100, None, "attack"),
        (float("nan"), 0.4, 44_100, None, "attack"),
        (float("inf"), 0.4, 44_100, None, "attack"),
        (0.1, 9.0, 44_100, None, "length"),
        (0.1, float("nan"), 44_100, None, "length"),
        (0.1, 0.4, 100, None, "rate"),
        (0.1, 0.4, 44_100, 0, "jobs"),
    ):
        with pytest.raises(BadValue, match=word):
            prepare_folder(
                folder, tmp_path / "out", attack_s=attack_s, length_s=length_s, rate_hz=rate_hz, jobs=jobs
            )


def test_links_to_folders_are_not_followed(folder: Path, tmp_path: Path, make_hit: MakeHit) -> None:
    (tmp_path / "elsewhere").mkdir()
    soundfile.write(tmp_path / "elsewhere" / "x.wav", make_hit(5), 44_100)
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    (folder / "circle").symlink_to(folder)
    assert len(prepare_folder(folder, tmp_path / "out")) == 9


def test_files_with_audio_suffixes_are_named_first() -> None:
    """Also where another file comes before them in the alphabet."""
    names = ["kick.AIF", "kick.pdf", "kick.txt", "kick.wav"]
    assert unique_outputs(names) == ["kick.wav", "kick (pdf).wav", "kick (txt).wav", "kick (wav).wav"]
    assert unique_outputs(["kick", "kick.wav"]) == ["kick (none).wav", "kick.wav"]


def test_output_names_that_would_be_too_long_are_cut(tmp_path: Path, make_hit: MakeHit) -> None:
    """Escapes of bytes that are not UTF-8 make names longer, and so do suffixes."""
    foreign, folder = b"\xe9" * 70 + b".wav", b"\x83" * 100
    names = [foreign, folder + b"/" + foreign, "ü".encode() * 125 + b".aif", b"a." + b"b" * 250]
    (tmp_path / os.fsdecode(folder)).mkdir()
    for index, name in enumerate(names):
        content = encode_wav(make_hit(index), rate_hz=44_100, bits=16)
        (tmp_path / os.fsdecode(name)).write_bytes(content)
    rows = prepare_folder(tmp_path, tmp_path / "out")
    assert [row.status for row in rows] == ["kept"] * 4
    assert len({row.output for row in rows}) == 4
    assert max(len(part.encode()) for row in rows for part in Path(row.output).parts) == 255


@given(st.lists(st.text("aü", min_size=120, max_size=300), unique=True))
def test_long_outputs_are_unique(texts: list[str]) -> None:
    outputs = unique_outputs(texts)
    assert len({output.lower() for output in outputs}) == len(texts)
    assert all(len(output.encode()) <= 255 and output.endswith(".wav") for output in outputs)


@given(st.lists(st.text("aA/. wavflc()2", min_size=1, max_size=12), unique=True))
def test_outputs_are_unique_and_stay_inside(texts: list[str]) -> None:
    paths = {Path("/r", text.strip("/.")).as_posix()[3:] for text in texts}
    names = sorted(path for path in paths if path and ".." not in path.split("/"))
    outputs = unique_outputs(names)
    assert len({output.lower() for output in outputs}) == len(names)
    assert all(output.endswith(".wav") for output in outputs)
    assert [Path(output).parent for output in outputs] == [Path(name).parent for name in names]
