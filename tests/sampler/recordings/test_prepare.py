"""`prepare --recordings`: what is kept, what is dropped, and what is refused with which sentence."""

import csv
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from sampler.errors import BadDataset
from sampler.recordings.chunks import chunks
from sampler.recordings.filter import HighPass
from sampler.recordings.report import read_rows
from sampler.recordings.settings import Settings
from sampler.recordings.silence import SilenceGate
from sampler.recordings.store import Recordings
from sampler.recordings.stream import stream
from tests.sampler.command_line import run_command, succeed

Floats = NDArray[np.float32]


def tone(seconds: float, rate_hz: int, hz: float = 440.0) -> Floats:
    times = np.arange(round(seconds * rate_hz)) / rate_hz
    return (0.5 * np.sin(2 * np.pi * hz * times)).astype(np.float32)


def write(path: Path, samples: NDArray[Any], rate_hz: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, samples, rate_hz)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Recordings of several rates and formats, and files that cannot be used."""
    src = tmp_path_factory.mktemp("messy")
    write(src / "a/long.flac", np.stack([tone(7, 44_100), tone(7, 44_100, 100)], axis=1), 44_100)
    rest = np.zeros(3 * 22_050, np.float32)
    parts = [rest, tone(2, 22_050, 300), rest, tone(2, 22_050, 200)]
    write(src / "rest.ogg", np.concatenate(parts), 22_050)
    write(src / "short.wav", tone(0.3, 8_000), 8_000)
    write(src / "silence.wav", np.zeros(32_000), 16_000)
    write(src / "long.wav", soundfile.read(src / "a/long.flac")[0][:, 0], 44_100)
    (src / "text.wav").write_text("dear sound engineer " * 50)
    (src / "notes.txt").write_text("microphones")
    return src


@pytest.fixture(scope="module")
def out(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("out") / "data"
    succeed("prepare", "--recordings", folder, target, "--chunk", 3, "--overlap", 1)
    return target


def test_the_report_has_a_row_for_every_file_and_a_reason_for_every_refusal(out: Path) -> None:
    rows = {row.file: row for row in read_rows(out / "report.csv")}
    assert {name: str(row.reason) for name, row in rows.items()} == {
        "a/long.flac": "",
        "long.wav": "duplicate",
        "notes.txt": "not audio",
        "rest.ogg": "",
        "short.wav": "too little sound",
        "silence.wav": "silent",
        "text.wav": "unreadable",
    }
    assert all(row.kept == (row.message == "") for row in rows.values())
    assert (rows["a/long.flac"].kept_s, rows["a/long.flac"].silent_s) == (7, 0)
    assert rows["rest.ogg"].kept_s == pytest.approx(4.5, abs=0.1)
    assert rows["rest.ogg"].silent_s == pytest.approx(5.5, abs=0.1)
    assert rows["silence.wav"].silent_s == 2
    header = next(csv.reader((out / "report.csv").open()))
    assert header == ["file", "kept_s", "silent_s", "reason", "message"]


def test_chunks_overlap_and_hold_the_whole_recording(out: Path) -> None:
    data = Recordings.load(out)
    of_long = [data.read(chunk) for chunk in data.chunks if chunk.file == "a/long.flac"]
    assert [len(one) for one in of_long] == [48_000] * 3
    for one, following in pairwise(of_long):
        np.testing.assert_allclose(one[-16_000:], following[:16_000], atol=2e-4)
    played = np.concatenate([of_long[0], *(one[16_000:] for one in of_long[1:])])
    np.testing.assert_allclose(played[800:-800], tone(7, 16_000)[800:-800], atol=2e-3)
    assert not [path for path in (out / "recordings").rglob("*") if path.is_file() and path.suffix != ".wav"]
    assert len({group.partition(" part ")[0] for group in data.groups}) == 2


def test_channels_are_mixed_on_request(folder: Path) -> None:
    first, mixed = (
        np.concatenate([*stream(folder / "a/long.flac", Settings(mix=mix))]) for mix in (False, True)
    )
    low = tone(7, 16_000, 100)
    assert abs(np.vdot(first, low)) < 0.01 * np.vdot(low, low)
    assert np.vdot(mixed, low) == pytest.approx(0.5 * np.vdot(low, low), rel=0.02)


def test_the_high_pass_filters_blocks_as_it_would_the_whole() -> None:
    both = tone(2, 16_000, 100) + tone(2, 16_000, 2_000)
    high_pass = HighPass(500, 16_000)
    parts = [high_pass(part) for part in np.split(both, [7, 100, 5_000, 30_000])]
    filtered = np.concatenate([*parts, high_pass.rest()])
    assert len(filtered) == len(both)
    np.testing.assert_allclose(filtered[500:-500], tone(2, 16_000, 2_000)[500:-500], atol=2e-3)


@pytest.mark.parametrize("size", [1, 333, 100_000])
def test_silence_is_dropped_wherever_blocks_end(size: int) -> None:
    rest = np.full(32_000, 0.25, np.float32)  # DC alone is silence
    whole = np.concatenate([rest, tone(1, 16_000), rest, tone(0.5, 16_000), rest])
    gate = SilenceGate(16_000)
    blocks = np.split(whole[: 400 * size], range(size, min(len(whole), 400 * size), size))
    kept = sum(len(gate(block)) for block in blocks) + len(gate.rest())
    assert kept + gate.dropped_samples == sum(map(len, blocks))
    if size > 1:
        assert kept == pytest.approx(16_000 * (1 + 0.5 + 0.5 + 0.5), abs=640)


def test_streams_of_every_length_are_cut_without_loss() -> None:
    for length in (0, 3, 4, 9, 10, 11, 17, 18, 25, 40):
        whole = np.arange(length, dtype=np.float32)
        cut = [*chunks(np.array_split(whole, 3), 10, 2, 4)]
        assert {len(one) for one in cut} <= ({length} if length < 10 else {10})
        if length >= 4:
            assert set(np.concatenate(cut)) == set(whole)
    assert [*chunks([np.zeros(3, np.float32)], 10, 2, 4)] == []


def test_a_result_is_replaced_and_other_files_are_not(folder: Path, out: Path, tmp_path: Path) -> None:
    target = tmp_path / "data"
    succeed("prepare", "--recordings", folder, target, "--chunk", 2)
    before = Recordings.load(target).fingerprint()
    succeed("prepare", "--recordings", folder, target, "--chunk", 3, "--overlap", 1)
    assert Recordings.load(target).fingerprint() == Recordings.load(out).fingerprint() != before
    (tmp_path / "own").mkdir()
    (tmp_path / "own/song.txt").write_text("la")
    assert run_command("prepare", "--recordings", folder, tmp_path / "own").refused_with("holds other files")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty", None, ["holds no files"]),
        ("silence", np.zeros(480_000), ["silent"]),
        ("two seconds", tone(2, 16_000), ["holds 2.0 s of sound", "at least 16 s"]),
        ("text", "text", ["cannot be read"]),
        ("not finite", np.array([0.5] * 400_000 + [np.nan]), ["not numbers"]),
    ],
)
def test_unusable_folders_are_refused_with_a_sentence(
    tmp_path: Path, name: str, content: Any, words: list[str]
) -> None:
    src = tmp_path / name
    src.mkdir()
    if isinstance(content, str):
        (src / "a.wav").write_text(content * 100)
    elif content is not None:
        soundfile.write(src / "a.wav", content, 16_000, subtype="FLOAT")
    assert run_command("prepare", "--recordings", src, tmp_path / "out").refused_with(*words)
    assert not [*(tmp_path / "out").glob("*")]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--rate", 2_000),
        ("--chunk", "nan"),
        ("--chunk", 0),
        ("--overlap", 5),
        ("--overlap", -1),
        ("--high-pass", 8_000),
        ("--high-pass", "nan"),
    ],
)
def test_values_out_of_range_are_refused(folder: Path, tmp_path: Path, arguments: tuple[str, Any]) -> None:
    refused = run_command("prepare", "--recordings", folder, tmp_path / "out", *arguments)
    assert refused.refused_with(arguments[0].lstrip("-"), "must be")


def test_memory_does_not_grow_with_the_length_of_a_recording(tmp_path: Path) -> None:
    rate_hz, half_hour = 16_000, tmp_path / "long" / "half hour.flac"
    half_hour.parent.mkdir()
    block = (0.1 * np.random.default_rng(0).standard_normal(60 * rate_hz)).astype(np.float32)
    with soundfile.SoundFile(half_hour, "w", rate_hz, 1, "PCM_16") as file:
        for _ in range(30):
            file.write(block)
    script = (
        "import resource, sys; from sampler.cli import main; "
        "before = resource.getrusage(resource.RUSAGE_SELF)"
        "\nassert main(['prepare', '--recordings', *sys.argv[1:]]) == 0"
        "\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before.ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, half_hour.parent, tmp_path / "out"],
        capture_output=True,
        text=True,
        check=True,
    )
    grown_kb = int(done.stdout.splitlines()[-1])
    assert grown_kb < 60_000, "half an hour of 32-bit samples would be 115 MB"


def test_recordings_are_read_at_a_fraction_of_their_rate(out: Path) -> None:
    data = Recordings.load(out)
    half = data.slower(2)
    assert (half.rate_hz, half.seconds, half.fingerprint()) == (8_000, data.seconds, data.fingerprint())
    for chunk in data.chunks:
        samples = half.read(chunk)
        assert len(samples) == half.length_of(chunk) == chunk.samples // 2
        np.testing.assert_allclose(samples[1000:-1000], data.read(chunk)[::2][1000:-1000], atol=0.02)


@pytest.mark.parametrize("factor", [0, 3, 4, -1])
def test_a_fraction_that_is_no_rate_is_refused(out: Path, factor: int) -> None:
    with pytest.raises(BadDataset, match="no rate to train at"):
        Recordings.load(out).slower(factor)
