"""`composer-net`: it learns folders of recordings, classifies, dreams, and is held to other tempi."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from sampler.analysis.mels import mel_filters, stretched
from sampler.artifact import read_description
from sampler.measure.classification import TEMPI, LogisticRegression
from sampler.rundir import read_config
from sampler.training.plan import Plan
from sampler.training.session import train
from tests.once import once
from tests.sampler.command_line import run_command, succeed
from tests.sampler.small import small

RATE_HZ = 8_000


def write_class(folder: Path, hz: float, count: int = 4) -> None:
    """Recordings of 4 s of a tone, each a little out of tune, in steady noise."""
    folder.mkdir(parents=True)
    for index in range(count):
        rng, times = np.random.default_rng(index), np.arange(4 * RATE_HZ) / RATE_HZ
        tone = 0.3 * np.sin(2 * np.pi * hz * (1 + 0.01 * index) * times)
        soundfile.write(folder / f"{index}.wav", tone + 0.01 * rng.standard_normal(len(times)), RATE_HZ)


@pytest.fixture(scope="session")
def work(sequence_work: Path) -> Path:
    """A folder with recordings `src` of two classes, prepared as `data`, and a model in `models`."""
    folder = sequence_work / "classes"
    with once(folder) as first:
        if first:
            write_class(folder / "src/high", 1500)
            write_class(folder / "src/low", 300)
            succeed(
                "prepare", "--recordings", folder / "src", folder / "data", "--rate", RATE_HZ, "--chunk", 2
            )
            train(Plan(small("composer-net"), folder / "data", epochs=8), folder / "run")
            succeed("export", folder / "run", "--name", "ear", "--models", folder / "models")
    return folder


def test_files_of_every_class_are_held_out(work: Path) -> None:
    held = read_config(work / "run")["held_out"]
    assert {file.partition("/")[0] for file in held} == {"high", "low"}
    assert len(held) < 8


def test_the_manifest_holds_it_to_other_tempi_beside_a_regression(work: Path) -> None:
    description = read_description(work / "models/ear/1")
    assert description.kind == "classifier"
    for tempo in TEMPI:
        found = description.metrics[f"tempo_{tempo:g}"]
        assert found["model"]["by_piece"] == found["regression"]["by_piece"] == 1


def test_it_says_which_class_a_recording_is_of(work: Path) -> None:
    files = [work / "src/high/1.wav", work / "src/low/2.wav"]
    rows = succeed("classify", "ear", *files, "--models", work / "models", "--json").json
    assert [row["class"] for row in rows] == ["high", "low"]
    assert all(sum(row["probabilities"].values()) == pytest.approx(1, abs=1e-3) for row in rows)


@pytest.mark.parametrize("wish", [("--towards", "high"), ("--layer", 1)])
def test_a_dream_moves_towards_what_was_asked_and_keeps_length_and_level(
    work: Path, tmp_path: Path, wish: tuple[str, object]
) -> None:
    file = work / "src/low/0.wav"
    arguments = (file, tmp_path / "dream.wav", *wish, "--steps", 12, "--models", work / "models", "--json")
    answers = succeed("dream", "ear", *arguments).json
    assert answers["after"] > answers["before"]
    made, rate_hz = soundfile.read(tmp_path / "dream.wav")
    assert rate_hz == 44_100
    assert abs(len(made) - 4 * rate_hz) <= 20
    asked = succeed("classify", "ear", tmp_path / "dream.wav", "--models", work / "models", "--json").json
    assert asked[0]["class"] in ("high", "low")
    assert np.std(made) == pytest.approx(np.std(soundfile.read(file)[0]), rel=0.1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--towards", "jazz"), ["no class 'jazz'", "high, low"]),
        (("--layer", "9"), ["layer must be"]),
        (("--layer", "-1"), ["layer must be"]),
        ((), ["either a class"]),
        (("--layer", "0", "--towards", "high"), ["either a class"]),
        (("--layer", "0", "--steps", "0"), ["steps must be"]),
        (("--layer", "0", "--steps", "100000"), ["steps must be"]),
        (("--layer", "0", "--seed", "-1"), ["seed must be"]),
    ],
)
def test_a_dream_that_cannot_be_had_is_refused(
    work: Path, tmp_path: Path, arguments: tuple[str, ...], words: list[str]
) -> None:
    given = ("dream", "ear", work / "src/low/0.wav", tmp_path / "a.wav", "--models", work / "models")
    assert run_command(*given, *arguments).refused_with(*words)
    assert not (tmp_path / "a.wav").exists()


def test_unusable_recordings_are_refused(work: Path, tmp_path: Path) -> None:
    soundfile.write(tmp_path / "silent.wav", np.zeros(3 * RATE_HZ), RATE_HZ)
    soundfile.write(tmp_path / "short.wav", 0.1 * np.ones(100), RATE_HZ)
    (tmp_path / "text.wav").write_text("dear composer " * 40)
    for name, word in (("silent", "silent"), ("short", "half a second"), ("text", "cannot be read")):
        asked = run_command("classify", "ear", tmp_path / f"{name}.wav", "--models", work / "models")
        assert asked.refused_with(word), name


def test_kinds_are_not_confused(work: Path, sequence_models: Path, tmp_path: Path) -> None:
    taped = run_command("generate", "ear", tmp_path / "o", "--seconds", 1, "--models", work / "models")
    assert taped.refused_with("makes no tapes", "classify")
    asked = run_command("classify", "melody", work / "src/low/0.wav", "--models", sequence_models)
    assert asked.refused_with("classifies nothing", "generate")


def test_recordings_that_are_no_classes_are_refused(work: Path, recordings: Path, tmp_path: Path) -> None:
    beside = run_command("train", "composer-net", "--data", recordings, "--run", tmp_path / "a")
    assert beside.refused_with("at least two folders")
    data = json.loads((work / "data/recordings.json").read_text())
    data["chunks"] = [
        one for one in data["chunks"] if one["file"] in ("high/0.wav", "low/0.wav", "low/1.wav", "low/2.wav")
    ]
    (tmp_path / "few").mkdir()
    (tmp_path / "few/recordings.json").write_text(json.dumps(data))
    alone = run_command("train", "composer-net", "--data", tmp_path / "few", "--run", tmp_path / "b")
    assert alone.refused_with("add others")
    short = run_command("train", "composer-net", "--data", work / "data", "--run", tmp_path / "c")
    assert short.refused_with("prepare longer chunks")


def test_stretching_changes_the_tempo_and_not_the_pitch() -> None:
    times = np.arange(2 * RATE_HZ) / RATE_HZ
    tone = (0.5 * np.sin(2 * np.pi * 440 * times)).astype(np.float32)
    for tempo in (0.8, 1.25):
        made = stretched(tone, tempo)
        assert len(made) == pytest.approx(len(tone) / tempo, abs=2)
        loudest = np.abs(np.fft.rfft(made * np.hanning(len(made)))).argmax() * RATE_HZ / len(made)
        assert loudest == pytest.approx(440, abs=2)
        assert np.std(made) == pytest.approx(np.std(tone), rel=0.15)


def test_every_mel_filter_hears_something() -> None:
    assert (mel_filters(6300, 512, 64).sum(axis=0) > 0.99).all()


def test_the_regression_separates_what_can_be_separated() -> None:
    rng = np.random.default_rng(0)
    labels = np.arange(200) % 2
    features = rng.standard_normal((200, 5)) + 3 * labels[:, None]
    found = LogisticRegression(features[:100], labels[:100], 2)(features[100:])
    assert np.mean(found.argmax(axis=1) == labels[100:]) > 0.95
