"""Every command: its output as text and as JSON, and its refusals."""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from PIL import Image

from sampler.artifact import read_manifest
from sampler.cli import COMMANDS
from sampler.families import presets
from sampler.model.inference import Model
from tests.sampler.command_line import Outcome, run_command, succeed


def tables(outcome: Outcome) -> list[list[str]]:
    return [line.split("  ") for line in outcome.out.splitlines()]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_it_does_and_every_option(command: str) -> None:
    outcome = run_command(command, "--help")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(f"usage: python -m sampler {command}")
    assert "--json" in outcome.out


def test_help_lists_every_command() -> None:
    outcome = run_command("--help")
    assert outcome.code == 0
    assert all(command in outcome.out for command in COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [(), ("sing",), *((command, "--loudly") for command in COMMANDS if command != "presets")],
    ids=lambda arguments: " ".join(arguments) or "nothing",
)
def test_an_unknown_command_is_refused_in_one_line(arguments: tuple[str, ...]) -> None:
    assert run_command(*arguments).refused_with("--help")


def test_presets_are_one_per_line_name_first() -> None:
    outcome = succeed("presets")
    assert [row[0] for row in tables(outcome)] == list(presets())
    as_json = succeed("presets", "--json").json
    assert [row["name"] for row in as_json] == list(presets())
    assert all(set(row) == {"name", "family", "description"} for row in as_json)
    assert all(preset.title and preset.plain for preset in presets().values())
    assert [preset.recommended for preset in presets().values()] == [True] + [False] * (len(presets()) - 1)


class TestModels:
    def test_one_version_per_line(self, models_dir: Path, tiny_folder: Path) -> None:
        rows = tables(succeed("models", "--models", models_dir))
        assert ["tiny", "1", "ae-med-tanh"] in [row[:3] for row in rows]
        as_json = succeed("models", "--models", models_dir, "--json").json
        assert [(row["name"], row["version"]) for row in as_json] == [(row[0], row[1]) for row in rows]

    def test_no_models(self, tmp_path: Path) -> None:
        assert succeed("models", "--models", tmp_path).out == ""
        assert succeed("models", "--models", tmp_path / "none", "--json").json == []

    def test_a_damaged_version_is_reported(self, tmp_path: Path) -> None:
        (tmp_path / "broken" / "1").mkdir(parents=True)
        (row,) = succeed("models", "--models", tmp_path, "--json").json
        assert (row["name"], row["version"]) == ("broken", "1")
        assert "no complete model" in row["problem"]


class TestExport:
    def test_it_prints_the_published_version(self, tiny_run: Path, tiny_folder: Path) -> None:
        manifest = read_manifest(tiny_folder)
        assert manifest.training["sounds"] == 24
        assert {"full", "map_only", "nearest", "grid"} <= set(manifest.metrics)
        card = (tiny_folder / "card.md").read_text()
        assert "CC0-1.0" in card
        assert "python -m sampler train ae-med-tanh" in card

    @pytest.mark.parametrize("name", ["Snare", "../snare", ""])
    def test_a_bad_name(self, tiny_run: Path, tmp_path: Path, name: str) -> None:
        outcome = run_command("export", tiny_run, "--name", name, "--models", tmp_path / "models")
        assert outcome.refused_with("small letters, digits and dashes")
        assert not (tmp_path / "models").exists()

    def test_a_folder_that_is_no_run(self, tmp_path: Path) -> None:
        outcome = run_command("export", tmp_path, "--name", "a", "--models", tmp_path / "models")
        assert outcome.refused_with("not a training run")
        assert list((tmp_path / "models").iterdir()) == []

    def test_a_run_without_a_checkpoint(self, run_copy: Path, tmp_path: Path) -> None:
        for checkpoint in run_copy.glob("checkpoint-*"):
            checkpoint.rename(run_copy / f"away-{checkpoint.name}")
        outcome = run_command("export", run_copy, "--name", "a", "--models", tmp_path / "models")
        assert outcome.refused_with("no checkpoint")
        assert list((tmp_path / "models").iterdir()) == []


class TestRender:
    def render(self, folder: Path, out: Path, *options: object) -> Outcome:
        return run_command("render", folder, "--at", 0.25, 0.75, "--out", out, *options)

    def test_it_writes_one_file(self, tiny_folder: Path, tmp_path: Path, tiny: Model) -> None:
        out = tmp_path / "deep" / "sound.wav"
        outcome = self.render(tiny_folder, out, "--json", "--bits", 32)
        assert outcome.json == {"file": str(out), "bytes": out.stat().st_size}
        assert outcome.err == ""
        samples, rate_hz = soundfile.read(out, dtype="float32")
        assert rate_hz == 44_100
        np.testing.assert_array_equal(samples, tiny.sound(0.25, 0.75))

    def test_a_name_is_found_among_models(self, models_dir: Path, tiny_folder: Path, tmp_path: Path) -> None:
        for spec in ("tiny", "tiny@1"):
            out = tmp_path / f"{spec}.wav"
            options = ["--at", 0.5, 0.5, "--out", out]
            assert run_command("render", spec, "--models", models_dir, *options).code == 0
        assert (tmp_path / "tiny.wav").read_bytes() == (tmp_path / "tiny@1.wav").read_bytes()

    def test_options_shape_the_file(self, tiny_folder: Path, tmp_path: Path) -> None:
        out = tmp_path / "sound.wav"
        options = ["--bits", 16, "--rate", 48_000, "--length", 0.1, "--gain", -6, "--seed", 5]
        assert self.render(tiny_folder, out, *options).code == 0
        info = soundfile.info(out)
        assert (info.samplerate, info.subtype, info.frames) == (48_000, "PCM_16", 4800)

    def test_detail_and_tune(self, modal_folder: Path, tmp_path: Path, modal: Model) -> None:
        detail = "AAA8" + "A" * 82  # 32 numbers of two bytes are 86 characters
        written = []
        for index, options in enumerate([(), ("--detail", detail[:86]), ("--tune", "-12")]):
            out = tmp_path / f"{index}.wav"
            outcome = self.render(modal_folder, out, *options)
            assert outcome.code == 0, outcome.err
            written.append(out.read_bytes())
        assert len(set(written)) == 3

    @pytest.mark.parametrize(
        ("options", "complaint"),
        [
            (["--at", "1.1", "0"], "x and y must be numbers from 0 to 1"),
            (["--at", "nan", "0"], "x and y must be numbers from 0 to 1"),
            (["--at", "0.5"], "expected 2 arguments"),
            (["--at", "left", "0"], "invalid float value"),
            (["--bits", "12"], "bits must be 16 or 24 or 32"),
            (["--rate", "96000"], "rate must be 44100 or 48000"),
            (["--gain", "nan"], "gain must be a number"),
            (["--gain", "99"], "gain must be a number from -60 to 24"),
            (["--seed", "-1"], "seed must be a whole number"),
            (["--seed", "2147483648"], "seed must be a whole number"),
            (["--norm", "perhaps"], "norm must be 1 or 0"),
            (["--lowcut", "900", "--highcut", "800"], "lowcut must be below highcut"),
            (["--tune", "2"], "no tune control"),
            (["--detail", "AAAA"], "holds 1 numbers, this model has 0"),
        ],
    )
    def test_bad_options(self, tiny_folder: Path, tmp_path: Path, options: list[str], complaint: str) -> None:
        outcome = self.render(tiny_folder, tmp_path / "sound.wav", *options)
        assert outcome.refused_with(complaint)
        assert list(tmp_path.iterdir()) == []

    def test_an_unknown_model(self, models_dir: Path, tmp_path: Path) -> None:
        options = ["--at", 0, 0, "--out", tmp_path / "sound.wav"]
        outcome = run_command("render", "nothing", "--models", models_dir, *options)
        assert outcome.refused_with("There is no model 'nothing'")

    def test_a_file_that_cannot_be_written(self, tiny_folder: Path, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        assert self.render(tiny_folder, tmp_path / "file" / "sound.wav").refused_with("file")
        assert self.render(tiny_folder, tmp_path).refused_with(str(tmp_path))


class TestLocate:
    def test_one_line_per_file(self, tiny_folder: Path, drums: Path, tiny: Model) -> None:
        files = sorted(drums.iterdir())[:3]
        rows = tables(succeed("locate", tiny_folder, *files))
        as_json: list[dict[str, Any]] = succeed("locate", tiny_folder, *files, "--json").json
        assert [row[0] for row in rows] == [row["file"] for row in as_json] == [str(path) for path in files]
        for text, row in zip(rows, as_json, strict=True):
            assert 0 <= row["x"] <= 1
            assert 0 <= row["y"] <= 1
            assert row["fit_db"] > 0
            assert isinstance(row["outside"], bool)
            verdict = "outside" if row["outside"] else "not outside"
            assert text[1:5] == [str(row["x"]), str(row["y"]), str(row["fit_db"]), verdict]

    def test_a_search(self, tiny_folder: Path, drums: Path) -> None:
        file = min(drums.iterdir())
        (plain,) = succeed("locate", tiny_folder, file, "--json").json
        (refined,) = succeed("locate", tiny_folder, file, "--refine", "--json").json
        assert refined["fit_db"] <= plain["fit_db"] + 0.01

    @pytest.mark.parametrize("content", [None, b"", b"not audio at all", b"RIFF\0\0\0\0WAVE"])
    def test_a_file_that_is_no_recording(
        self, tiny_folder: Path, tmp_path: Path, content: bytes | None
    ) -> None:
        file = tmp_path / "kick.wav"
        if content is not None:
            file.write_bytes(content)
        assert run_command("locate", tiny_folder, file).refused_with("kick.wav")

    def test_a_silent_one_among_others(self, tiny_folder: Path, drums: Path, tmp_path: Path) -> None:
        soundfile.write(tmp_path / "silent.wav", np.zeros(4000), 44_100)
        outcome = run_command("locate", tiny_folder, min(drums.iterdir()), tmp_path / "silent.wav")
        assert outcome.refused_with("silent.wav", "silent")


class TestEvaluate:
    def test_a_report_beside_the_nearest_training_sounds(self, tiny_folder: Path, drums: Path) -> None:
        report = succeed("evaluate", tiny_folder, "--data", drums, "--training", drums, "--json").json
        assert report["sounds"] == 24
        assert report["full"]["log_mel_db"] > 0
        assert "grid" in report
        assert report["nearest"]["heard_db"] == pytest.approx(0, abs=1e-3)
        assert report["nearest"]["note"]["within_half"] == 1
        for made in ("full", "map_only"):
            assert report[made]["heard_db"] > 1
            assert report[made].keys() >= report["nearest"].keys()
        json.dumps(report, allow_nan=False)

    def test_a_number_of_sounds_to_draw(self, tiny_folder: Path, drums: Path) -> None:
        """`tests/sampler/measure/test_posterior.py` draws a few."""
        outcome = run_command("evaluate", tiny_folder, "--data", drums, "--sounds", "0")
        assert outcome.refused_with("--sounds", "at least 1")

    def test_too_few_recordings_to_measure_on(self, tiny_folder: Path, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("no sound")
        assert run_command("evaluate", tiny_folder, "--data", tmp_path).refused_with("fewer than two")
        assert run_command("evaluate", tiny_folder, "--data", tmp_path / "none").refused_with("not a folder")


class TestCompare:
    def test_a_table_its_numbers_and_a_sheet(self, tiny_folder: Path, drums: Path, tmp_path: Path) -> None:
        few, out = tmp_path / "few", tmp_path / "out"
        few.mkdir()
        for path in sorted(drums.iterdir())[:3]:
            (few / path.name).symlink_to(path)
        numbers = succeed("compare", tiny_folder, tiny_folder, "--data", few, "--out", out, "--json").json
        lines = (out / "table.md").read_text().splitlines()
        assert len(lines) == 2 + 2
        assert f"| {numbers[str(tiny_folder)]['full']['mrstft_db']:.2f} |" in lines[2]
        assert json.loads((out / "table.json").read_text()) == numbers
        with Image.open(out / "sheet.png") as sheet:
            assert np.asarray(sheet).std() > 10

    def test_nothing_to_compare_on(self, tiny_folder: Path, tmp_path: Path) -> None:
        command = ["compare", tiny_folder, "--data", tmp_path, "--out", tmp_path / "out"]
        assert run_command(*command).refused_with("fewer than two")
        assert not (tmp_path / "out").exists()


def test_a_damaged_model_is_refused_by_every_command_that_plays(tmp_path: Path, drums: Path) -> None:
    folder = tmp_path / "broken" / "1"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    out = tmp_path / "out"
    for command in (
        ["render", folder, "--at", 0, 0, "--out", out],
        ["locate", folder, min(drums.iterdir())],
        ["grid", folder, out, "--steps", 2],
        ["reconstruct", folder, drums, out],
        ["evaluate", folder, "--data", drums],
        ["compare", folder, "--data", drums, "--out", out],
    ):
        assert run_command(*command).refused_with("no complete model"), command
    assert not out.exists()


def test_wav_bytes_are_those_of_the_library(tiny_folder: Path, tmp_path: Path, tiny: Model) -> None:
    from sampler.audio.shape import RenderOptions

    succeed("render", tiny_folder, "--at", 0.1, 0.9, "--out", tmp_path / "a.wav")
    content = (tmp_path / "a.wav").read_bytes()
    assert content == tiny.render(0.1, 0.9, options=RenderOptions())
    assert soundfile.info(io.BytesIO(content)).subtype == "PCM_24"
