"""`generate`: tapes of a published model, by name, seed, temperature and prime; and what is refused."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from sampler.artifact import read_description, verify_sequence
from sampler.errors import CorruptArtifact, IncompatibleArtifact
from sampler.measure.golden_tape import tape_faults
from sampler.model.tapes import TapeModel, TapeOrder
from tests.sampler.command_line import Outcome, run_command, succeed
from tests.sampler.sequence.conftest import EPOCHS, RATE_HZ


@pytest.fixture(scope="module")
def model(sequence_models: Path) -> TapeModel:
    return TapeModel.load(sequence_models / "melody" / "1")


def generate(models: Path, out: Path, *arguments: object) -> Outcome:
    return run_command("generate", "melody", out, "--models", models, *arguments)


def tape(model: TapeModel, **order: Any) -> Any:
    return np.concatenate([*model.tape(TapeOrder(**{"seconds": 0.5, **order}))])


def test_files_are_named_by_epoch_and_temperature_which_are_cycled(
    sequence_models: Path, tmp_path: Path
) -> None:
    arguments = ("--seconds", 0.3, "--count", 3, "--temperature", 0.9, 1.05, "--seed", 5, "--json")
    made = generate(sequence_models, tmp_path, *arguments).json
    names = [f"melody_e={EPOCHS}_t={t}_({n}).wav" for n, t in [(1, "0.9"), (2, "1.05"), (3, "0.9")]]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    assert [Path(row["file"]).name for row in made] == names
    assert [row["seed"] for row in made] == [5, 6, 7]
    for name in names:
        sound, rate_hz = soundfile.read(tmp_path / name)
        assert (len(sound), rate_hz) == (round(0.3 * RATE_HZ), RATE_HZ)
        assert np.ptp(sound) > 0


def test_equal_orders_give_equal_bytes(sequence_models: Path, tmp_path: Path) -> None:
    for folder in ("a", "b", "c"):
        seed = 3 if folder == "c" else 2
        succeed(
            "generate",
            "melody",
            tmp_path / folder,
            "--models",
            sequence_models,
            "--seconds",
            0.3,
            "--seed",
            seed,
        )
    first, again, other = (next((tmp_path / folder).iterdir()).read_bytes() for folder in ("a", "b", "c"))
    assert first == again != other


def test_tapes_that_are_made_at_the_same_time_are_those_made_one_by_one(
    sequence_models: Path, tmp_path: Path
) -> None:
    for jobs in (1, 3):
        arguments = ("--seconds", 0.3, "--count", 5, "--temperature", 0.9, 1.1, "--jobs", jobs)
        assert generate(sequence_models, tmp_path / str(jobs), *arguments).code == 0
    alone, together = (sorted((tmp_path / folder).iterdir()) for folder in ("1", "3"))
    assert len(alone) == 5
    assert [path.name for path in alone] == [path.name for path in together]
    assert [path.read_bytes() for path in alone] == [path.read_bytes() for path in together]


def test_a_tape_that_cannot_be_written_ends_the_others(sequence_models: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "out" / f".melody_e={EPOCHS}_t=1_(2).wav.part"
    blocked.mkdir(parents=True)
    arguments = ("--seconds", 3600, "--count", 3, "--temperature", 1, "--jobs", 3)
    refused = generate(sequence_models, tmp_path / "out", *arguments)
    assert refused.code == 2
    assert [path.name for path in (tmp_path / "out").iterdir()] == [blocked.name]


def test_evaluate_measures_bits_and_tapes(
    sequence_models: Path, recordings: Path, sequence_work: Path, tmp_path: Path
) -> None:
    given = ("evaluate", "melody", "--models", sequence_models, "--data")
    plain = succeed(*given, recordings, "--json").json
    assert set(plain["bits_per_sample"]) == {"model", "linear_prediction"}
    assert plain["samples_per_s"] > 0
    assert "nearest_excerpt" not in plain["tape"]
    both = succeed(*given, sequence_work / "src", "--training", recordings, "--json").json
    assert set(both["bits_per_sample"]) == {"model", "linear_prediction", "order_0", "order_1"}
    assert both["tape"]["nearest_excerpt"] > both["tape"]["copy_alarm_below"]
    (tmp_path / "text.wav").write_text("dear sound engineer " * 50)
    assert run_command(*given, tmp_path).refused_with("no recording of at least")


def test_a_longer_tape_begins_as_a_shorter_one(model: TapeModel) -> None:
    np.testing.assert_array_equal(tape(model, seconds=1.0)[: RATE_HZ // 2], tape(model, seconds=0.5))


def test_a_prime_of_another_rate_is_continued_without_a_jump(
    model: TapeModel, sequence_models: Path, tmp_path: Path
) -> None:
    times = np.arange(2 * 44_100) / 44_100
    soundfile.write(tmp_path / "prime.flac", 0.5 * np.sin(2 * np.pi * 200 * times), 44_100)
    end = model.read_prime(tmp_path / "prime.flac")
    assert len(end) == 2 * RATE_HZ
    primed = tape(model, prime=end)
    assert not np.array_equal(primed, tape(model))
    # the tape begins with the last 50 ms of the prime, which fade out in it
    begins = -(-round(0.05 * RATE_HZ) // 64) * 64
    assert abs(primed[0] - end[-begins]) < 0.05
    assert np.corrcoef(primed[: begins // 4], end[-begins:][: begins // 4])[0, 1] > 0.9
    succeed(
        "generate", "melody", tmp_path / "out", "--models", sequence_models,
        "--seconds", 0.5, "--prime", tmp_path / "prime.flac",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--temperature", "0"), ["temperature must be"]),
        (("--temperature", "-1"), ["temperature must be"]),
        (("--temperature", "100"), ["temperature must be"]),
        (("--temperature", "nan"), ["temperature must be"]),
        (("--temperature", "1", "inf"), ["temperature must be"]),
        (("--seconds", "36000"), ["at most 3600"]),
        (("--seconds", "0"), ["seconds must be"]),
        (("--seconds", "nan"), ["seconds must be"]),
        (("--count", "0"), ["count must be"]),
        (("--jobs", "0"), ["jobs must be"]),
        (("--count", "100000"), ["count must be"]),
        (("--seed", "-1"), ["seed must be"]),
        (("--prime", "nowhere.wav"), ["cannot be read"]),
    ],
)
def test_bad_values_get_a_sentence_and_write_nothing(
    sequence_models: Path, tmp_path: Path, arguments: tuple[str, ...], words: list[str]
) -> None:
    assert generate(sequence_models, tmp_path / "out", "--seconds", "1", *arguments).refused_with(*words)
    assert not (tmp_path / "out").exists()


def test_a_silent_prime_is_refused(sequence_models: Path, tmp_path: Path) -> None:
    soundfile.write(tmp_path / "silent.wav", np.zeros(RATE_HZ), RATE_HZ)
    arguments = ("--seconds", 1, "--prime", tmp_path / "silent.wav")
    assert generate(sequence_models, tmp_path / "out", *arguments).refused_with("silent")


def test_the_artefact_says_what_was_measured(sequence_models: Path) -> None:
    folder = sequence_models / "melody" / "1"
    manifest = verify_sequence(folder)
    assert (manifest.kind, manifest.epoch, manifest.rate_hz) == ("sequence", EPOCHS, RATE_HZ)
    assert set(manifest.metrics["bits_per_sample"]) == {"model", "order_0", "order_1", "linear_prediction"}
    assert all(0 < bits < 9 for bits in manifest.metrics["bits_per_sample"].values())
    assert {path.name for path in folder.iterdir()} == {
        "manifest.json", "manifest.sha256", "weights.npz", "card.md"
    }  # fmt: skip
    assert "CC0-1.0" in (folder / "card.md").read_text()


@pytest.mark.parametrize("name", ["weights.npz", "manifest.json", "card.md"])
def test_a_changed_byte_is_refused(sequence_models: Path, tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(sequence_models / "melody" / "1", tmp_path / "1")
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises((CorruptArtifact, IncompatibleArtifact)):
        TapeModel.load(folder)


def test_the_self_test_notices_another_sound(model: TapeModel) -> None:
    assert tape_faults(model) == []
    changed = json.loads(json.dumps(model.manifest.golden))
    for golden in changed[:2]:
        golden["samples"][0] += 0.5
    other = TapeModel(replace(model.manifest, golden=changed), model.loop)
    assert "2 of its tapes" in tape_faults(other)[0]


def test_commands_for_maps_refuse_it_and_the_list_shows_it(
    sequence_models: Path, tiny_folder: Path, tmp_path: Path
) -> None:
    at = ("--at", 0.5, 0.5, "--out", tmp_path / "a.wav", "--models", sequence_models)
    assert run_command("render", "melody", *at).refused_with("has no map", "generate")
    assert run_command("generate", tiny_folder, tmp_path / "o", "--seconds", 1).refused_with("makes no tapes")
    (row,) = succeed("models", "--models", sequence_models, "--json").json
    assert (row["preset"], row["kind"]) == ("samplernn-small", "sequence")
    assert read_description(tiny_folder).kind == "map"
