"""The files of `grid` and `reconstruct`: other programs rely on their names and format."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from sampler.analysis.features import first_part, model_frame
from sampler.analysis.hearing import heard_distance
from sampler.analysis.spectra import log_mel_distance
from sampler.audio.prepare import prepare
from sampler.audio.read import read_recording
from sampler.constants import MODEL_LENGTH_SAMPLES, PEAK_LEVEL
from sampler.model.inference import Model
from sampler.model.locating import Location
from tests.sampler.command_line import run_command, succeed
from tests.synthetic import RATE_HZ, drum


def require_contract(path: Path, model: Model) -> NDArray[np.float32]:
    """44.1 kHz mono 32-bit float of the model's own length, normalised, peak at the manifest's sample."""
    info = soundfile.info(path)
    assert (info.samplerate, info.channels, info.subtype, info.format) == (44_100, 1, "FLOAT", "WAV")
    samples, _ = soundfile.read(path, dtype="float32")
    assert len(samples) == model.manifest.length_samples
    assert np.argmax(np.abs(samples)) == model.manifest.peak_sample
    assert np.abs(samples).max() == np.float32(PEAK_LEVEL)
    return np.asarray(samples, np.float32)


class TestGrid:
    def test_names_and_order(self, tiny_folder: Path, tiny: Model, tmp_path: Path) -> None:
        outcome = succeed("grid", tiny_folder, tmp_path / "grid", "--steps", 3, "--json")
        assert outcome.json == {"folder": str(tmp_path / "grid"), "files": 9}
        assert outcome.err == ""
        files = sorted((tmp_path / "grid").iterdir())
        assert [path.name for path in files] == [
            "0000_x0.0000_y0.0000.wav",
            "0001_x0.5000_y0.0000.wav",
            "0002_x1.0000_y0.0000.wav",
            "0003_x0.0000_y0.5000.wav",
            "0004_x0.5000_y0.5000.wav",
            "0005_x1.0000_y0.5000.wav",
            "0006_x0.0000_y1.0000.wav",
            "0007_x0.5000_y1.0000.wav",
            "0008_x1.0000_y1.0000.wav",
        ]
        for index, path in enumerate(files):
            samples = require_contract(path, tiny)
            np.testing.assert_array_equal(samples, tiny.sound(index % 3 / 2, index // 3 / 2))

    def test_positions_in_names_are_rounded(self, tiny_folder: Path, tmp_path: Path) -> None:
        succeed("grid", tiny_folder, tmp_path, "--steps", 4)
        names = sorted(path.name for path in tmp_path.iterdir())
        assert len(names) == 16
        assert names[1:3] == ["0001_x0.3333_y0.0000.wav", "0002_x0.6667_y0.0000.wav"]

    def test_tune(self, modal_folder: Path, modal: Model, tmp_path: Path) -> None:
        succeed("grid", modal_folder, tmp_path, "--steps", 2, "--tune", -12)
        samples = require_contract(tmp_path / "0003_x1.0000_y1.0000.wav", modal)
        np.testing.assert_array_equal(samples, modal.sound(1, 1, tune=-12))

    @pytest.mark.parametrize(
        ("options", "complaint"),
        [
            (["--steps", "0"], "steps must be"),
            (["--steps", "101"], "steps must be"),
            (["--steps", "-1"], "steps must be"),
            (["--steps", "2.5"], "invalid int value"),
            (["--steps", "2", "--tune", "25"], "tune must be"),
            (["--steps", "2", "--tune", "nan"], "tune must be"),
            (["--steps", "2", "--tune", "1"], "no tune control"),
            ([], "--steps"),
        ],
    )
    def test_refusals(self, tiny_folder: Path, tmp_path: Path, options: list[str], complaint: str) -> None:
        outcome = run_command("grid", tiny_folder, tmp_path / "grid", *options)
        assert outcome.refused_with(complaint)
        assert not (tmp_path / "grid").exists()


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    """A folder with two levels, several formats and rates, and files that are not audio."""
    folder = tmp_path / "src"
    (folder / "kit" / "dry").mkdir(parents=True)
    soundfile.write(folder / "snare.wav", drum(1), RATE_HZ)
    soundfile.write(folder / "kit" / "hit.one.flac", drum(2), RATE_HZ)
    soundfile.write(folder / "kit" / "dry" / "Take 3.WAV", np.stack([drum(3)] * 2, 1), 48_000, format="WAV")
    (folder / "kit" / "notes.txt").write_text("no recording")
    (folder / "kit" / "broken.wav").write_bytes(b"RIFF\0\0\0\0WAVE")
    soundfile.write(folder / "silent.wav", np.zeros(5000), RATE_HZ)
    return folder


class TestReconstruct:
    def test_every_readable_file_has_a_reconstruction(
        self, tiny_folder: Path, tiny: Model, recordings: Path, tmp_path: Path
    ) -> None:
        outcome = succeed("reconstruct", tiny_folder, recordings, tmp_path / "out", "--json")
        written = sorted(path for path in (tmp_path / "out").rglob("*") if path.is_file())
        assert [path.relative_to(tmp_path / "out").as_posix() for path in written] == [
            "kit/dry/Take 3.wav",
            "kit/hit.one.wav",
            "snare.wav",
        ]
        for path in written:
            require_contract(path, tiny)
        assert outcome.json["written"] == 3
        refused = {row["file"]: row["reason"] for row in outcome.json["refused"]}
        assert sorted(refused) == ["kit/broken.wav", "kit/notes.txt", "silent.wav"]
        assert all(refused.values())
        assert outcome.err == ""

    def test_the_text_names_refused_files(self, tiny_folder: Path, recordings: Path, tmp_path: Path) -> None:
        outcome = succeed("reconstruct", tiny_folder, recordings, tmp_path / "out")
        assert "written: 3" in outcome.out
        assert "broken.wav" in outcome.out

    def test_it_is_the_sound_at_the_location(
        self, modal_folder: Path, modal: Model, recordings: Path, tmp_path: Path
    ) -> None:
        made = {}
        for option in ("--map-only", "--refine", None):
            out = tmp_path / str(option)
            succeed("reconstruct", modal_folder, recordings, out, *([option] if option else []))
            made[option] = require_contract(out / "snare.wav", modal)
        (match,) = succeed("locate", modal_folder, recordings / "snare.wav", "--json").json
        target = model_frame(prepare(read_recording(recordings / "snare.wav")), modal.manifest.length_samples)
        search, without_detail = modal.search(target), np.zeros((1, modal.manifest.detail_size), np.float32)
        position = np.array([[match["x"], match["y"]]])
        map_only = search.sound(search.tuned(Location(position, without_detail, match["tune"])))
        assert log_mel_distance(made["--map-only"][None], map_only[None])[0] < 0.1
        assert not np.array_equal(made[None], made["--map-only"])
        assert not np.array_equal(made[None], made["--refine"])
        pairs = ((made[option][None], target[None]) for option in (None, "--refine"))
        plain, refined = (
            heard_distance(*(first_part(sounds, MODEL_LENGTH_SAMPLES) for sounds in pair))[0]
            for pair in pairs
        )
        assert refined <= plain + 0.1

    def test_equal_output_names_are_kept_apart(self, tiny_folder: Path, tmp_path: Path) -> None:
        (tmp_path / "src").mkdir()
        soundfile.write(tmp_path / "src" / "a.wav", drum(1), RATE_HZ)
        soundfile.write(tmp_path / "src" / "a.flac", drum(2), RATE_HZ)
        succeed("reconstruct", tiny_folder, tmp_path / "src", tmp_path / "out")
        assert len(list((tmp_path / "out").iterdir())) == 2
        assert (tmp_path / "out" / "a.wav").is_file()

    def test_results_may_go_inside_the_source(self, tiny_folder: Path, recordings: Path) -> None:
        for _ in range(2):
            outcome = succeed("reconstruct", tiny_folder, recordings, recordings / "out", "--json")
            assert outcome.json["written"] == 3

    def test_a_folder_without_recordings(self, tiny_folder: Path, tmp_path: Path) -> None:
        (tmp_path / "src").mkdir()
        arguments = ["reconstruct", tiny_folder, tmp_path / "src", tmp_path / "out"]
        assert run_command(*arguments).refused_with("holds no recording that can be read")
        (tmp_path / "src" / "notes.txt").write_text("no recording")
        assert run_command(*arguments).refused_with("holds no recording that can be read")
        shutil.rmtree(tmp_path / "src")
        assert run_command(*arguments).refused_with("not a folder")
        assert not (tmp_path / "out").exists()
