"""A model with a changed byte is refused before anything in it is used."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sampler.artifact import MANIFEST, MANIFEST_SUM, read_manifest, verify
from sampler.errors import CorruptArtifact, IncompatibleArtifact
from sampler.manifest import Manifest
from sampler.model.inference import Model
from tests.sampler.small import LENGTH_SAMPLES

FILES = [
    "card.md",
    "decoder.tflite",
    "encoder.tflite",
    "landmarks.json",
    "manifest.json",
    "manifest.sha256",
    "player.tflite",
    "preview.png",
    "weights.npz",
]


@pytest.fixture
def copy(tiny_folder: Path, tmp_path: Path) -> Path:
    """A copy of a real model. Its large files are hard links until `own` replaces one by a copy."""
    return shutil.copytree(tiny_folder, tmp_path / "1", copy_function=os.link)


def own(path: Path) -> bytes:
    """Replace a hard link by a copy of the file; returns its content."""
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    return content


def rewrite(folder: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    """Change the manifest and write its new checksum."""
    manifest = json.loads(own(folder / MANIFEST))
    content = json.dumps(change(manifest) or manifest).encode()
    own(folder / MANIFEST_SUM)
    (folder / MANIFEST).write_bytes(content)
    (folder / MANIFEST_SUM).write_text(hashlib.sha256(content).hexdigest())


def test_a_whole_model_is_verified_and_complete(tiny_folder: Path) -> None:
    assert sorted(path.name for path in tiny_folder.iterdir()) == FILES
    assert verify(tiny_folder) == read_manifest(tiny_folder)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0], ids=["first", "middle", "last"])
@pytest.mark.parametrize("name", FILES)
def test_a_changed_byte_is_refused(copy: Path, name: str, share: float) -> None:
    content = bytearray(own(copy / name).rstrip(b"\n"))
    content[round(share * (len(content) - 1))] ^= 1
    (copy / name).write_bytes(content)
    with pytest.raises(CorruptArtifact, match=r"restore|missing"):
        Model.load(copy)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_refused(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(CorruptArtifact, match="missing"):
        Model.load(copy)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_cut_or_extended_is_refused(copy: Path, name: str) -> None:
    content = own(copy / name)
    for wrong in (content[:-2], content + b"x", b""):
        (copy / name).write_bytes(wrong)
        with pytest.raises(CorruptArtifact):
            verify(copy)


@pytest.mark.parametrize("version", [0, 2, 99, "1", None])
def test_another_format_is_incompatible_not_corrupt(copy: Path, version: object) -> None:
    rewrite(copy, lambda manifest: manifest.update(format_version=version))
    with pytest.raises(IncompatibleArtifact, match="update Drumscape"):
        Model.load(copy)


@pytest.mark.parametrize("name", ["decoder.tflite", "landmarks.json"])
def test_a_file_outside_the_folder_is_refused(copy: Path, name: str, tmp_path: Path) -> None:
    """Even with the right content: every name in a manifest must be a file of its folder."""
    (copy / name).rename(tmp_path / name)
    for hostile in (f"../{name}", str(tmp_path / name), f"../../{tmp_path.name}/{name}"):

        def redirect(manifest: dict[str, Any], hostile: str = hostile) -> None:
            files = manifest["files"]
            digest = next(value for key, value in files.items() if Path(key).name == name)
            kept = {key: value for key, value in files.items() if Path(key).name != name}
            manifest["files"] = {**kept, hostile: digest}

        rewrite(copy, redirect)
        with pytest.raises(CorruptArtifact):
            verify(copy)


@pytest.mark.parametrize("name", ["..", ".", "/", ""])
def test_a_folder_in_place_of_a_file_is_refused(copy: Path, name: str) -> None:
    rewrite(copy, lambda manifest: manifest["files"].update({name: "0" * 64}))
    with pytest.raises(CorruptArtifact):
        verify(copy)


@pytest.mark.parametrize("field", ["name", "axes", "map_tables", "hyper", "files", "detail_size"])
def test_an_incomplete_manifest_is_refused(copy: Path, field: str) -> None:
    rewrite(copy, lambda manifest: manifest.pop(field) and manifest)
    with pytest.raises(CorruptArtifact, match="incomplete"):
        verify(copy)


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{", b"\xff\xfe", b'"text"'])
def test_a_manifest_that_is_no_manifest_is_refused(copy: Path, content: bytes) -> None:
    rewrite(copy, lambda manifest: None)
    (copy / MANIFEST).write_bytes(content)
    (copy / MANIFEST_SUM).write_text(hashlib.sha256(content).hexdigest())
    with pytest.raises(CorruptArtifact, match="manifest"):
        verify(copy)


def test_a_network_that_does_not_load_is_refused(copy: Path) -> None:
    content = own(copy / "decoder.tflite")[:1000]
    (copy / "decoder.tflite").write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    rewrite(copy, lambda manifest: manifest["files"].update({"decoder.tflite": digest}))
    with pytest.raises(CorruptArtifact, match="not a network"):
        Model.load(copy)


def test_a_manifest_is_read_as_it_was_written(tiny_folder: Path) -> None:
    manifest = read_manifest(tiny_folder)
    again = Manifest.from_json(json.loads((tiny_folder / MANIFEST).read_text()))
    assert manifest == again
    assert (manifest.name, manifest.version, manifest.licence) == ("tiny", "1", "CC0-1.0")
    assert (manifest.rate_hz, manifest.length_samples, manifest.peak_sample) == (44_100, LENGTH_SAMPLES, 441)
    assert not manifest.has_detail
