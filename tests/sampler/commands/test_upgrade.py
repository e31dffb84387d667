"""`upgrade`: a version without a player is published again with one, and stays as it is."""

import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pytest

from sampler.artifact import CARD, PLAYER, publish, read_manifest
from sampler.audio.align import align_peak
from sampler.audio.shape import RenderOptions, shape
from sampler.audio.write import encode_wav
from sampler.manifest import Manifest
from sampler.model.inference import Model
from tests.sampler.command_line import run_command, succeed

INAUDIBLE = 1e-3


@pytest.fixture
def old(tiny_folder: Path, tmp_path: Path) -> Path:
    """A version as it was exported before there were players, in a folder of models of its own."""

    def build(folder: Path) -> Manifest:
        manifest = read_manifest(tiny_folder)
        for name in manifest.files:
            if name != PLAYER:
                shutil.copy(tiny_folder / name, folder)
        return dataclasses.replace(manifest, files={})

    return publish(tmp_path / "models", "tiny", build)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_version_without_a_player_keeps_its_bytes(old: Path) -> None:
    model, options = Model.load(old), RenderOptions(highcut=5000.0)
    peak = model.manifest.peak_sample
    raw = model.raw(model.map.to_latent(np.array([[0.2, 0.7]])))[0]
    expected = shape(align_peak(raw, peak_sample=peak), options, peak_sample=peak)
    rendered = model.render(0.2, 0.7, options=options)
    assert rendered == encode_wav(expected, rate_hz=options.rate, bits=options.bits)


def test_the_next_version_has_a_player_and_sounds_the_same(old: Path) -> None:
    before = content(old)
    answer = succeed("upgrade", "tiny", "--models", old.parents[1], "--json").json
    new = Path(answer["folder"])
    assert (answer["name"], answer["version"], new) == ("tiny", "2", old.parent / "2")
    assert content(old) == before
    assert PLAYER in read_manifest(new).files
    assert read_manifest(new).golden == read_manifest(old).golden
    assert read_manifest(new).training["replaces"] == "1"
    assert "version 1 with a player" in (new / CARD).read_text()
    was, now = Model.load(old), Model.load(new)
    for x, y in ((0.5, 0.5), (0.0, 1.0), (0.83, 0.21)):
        assert np.abs(now.sound(x, y) - was.sound(x, y)).max() <= INAUDIBLE * np.abs(was.sound(x, y)).max()


def test_a_version_with_a_player_is_refused(models_dir: Path) -> None:
    outcome = run_command("upgrade", "tiny", "--models", models_dir)
    assert outcome.refused_with("'tiny@1' has a player: there is nothing to add.")


def test_weights_of_another_model_are_refused(old: Path) -> None:
    """The player is made of `weights.npz`: it must play what the decoder of the old version plays."""

    def build(folder: Path) -> Manifest:
        for name in read_manifest(old).files:
            shutil.copy(old / name, folder)
        with np.load(old / "weights.npz") as stored:
            np.savez(folder / "weights.npz", *[stored[name] * np.float16(0.5) for name in stored.files])
        return dataclasses.replace(read_manifest(old), files={})

    publish(old.parents[1], "tiny", build)
    outcome = run_command("upgrade", "tiny", "--models", old.parents[1])
    assert outcome.refused_with("'tiny@2' cannot be upgraded.", "differs from the one at its export")
    assert sorted(path.name for path in old.parent.iterdir()) == ["1", "2"]
