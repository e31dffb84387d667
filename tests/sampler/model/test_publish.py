"""Publishing artefacts: versions count up, appear whole or not at all, and never share a number."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sampler.artifact import list_versions, publish, read_manifest, resolve, verify
from sampler.errors import BadValue, ModelNotFound
from sampler.manifest import Axis, Manifest


def manifest() -> Manifest:
    return Manifest(
        name="", version="", family="dense_ae", preset="ae-med-tanh", hyper={}, rate_hz=44_100,
        length_samples=16_384, peak_sample=441, latent_size=2, features="waveform", detail_size=0,
        has_tune=False, noise_frames=0, axes=(Axis("x", "0", "1"), Axis("y", "0", "1")),
        map_tables=([0.0, 1.0], [0.0, 1.0]), fit_limit_db=1.0, licence="CC0-1.0", training={}, metrics={},
        code_version="0", created="now",
    )  # fmt: skip


def build(folder: Path) -> Manifest:
    """An artefact with files but without networks."""
    (folder / "decoder.tflite").write_bytes(b"decoder" * 1000)
    (folder / "landmarks.json").write_text("{}")
    return manifest()


def test_versions_count_up_from_one(tmp_path: Path) -> None:
    folders = [publish(tmp_path, "snare", build) for _ in range(3)]
    assert folders == [tmp_path / "snare" / version for version in ("1", "2", "3")]
    assert [verify(folder).version for folder in folders] == ["1", "2", "3"]
    assert {verify(folder).name for folder in folders} == {"snare"}


def test_the_tenth_comes_after_the_ninth(tmp_path: Path) -> None:
    for _ in range(11):
        publish(tmp_path, "snare", build)
    assert [found.version for found in list_versions(tmp_path)] == [str(n) for n in range(1, 12)]
    assert resolve(tmp_path, "snare").name == "11"


def test_a_gap_is_not_filled(tmp_path: Path) -> None:
    """The number of a removed version is never used again."""
    for version in ("1", "7"):
        (tmp_path / "snare" / version).mkdir(parents=True)
    assert publish(tmp_path, "snare", build).name == "8"


def test_a_number_that_a_file_occupies_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "snare").mkdir()
    (tmp_path / "snare" / "1").write_text("not a version")
    assert publish(tmp_path, "snare", build).name == "2"


def test_the_manifest_lists_every_other_file(tmp_path: Path) -> None:
    folder = publish(tmp_path, "snare", build)
    listed = read_manifest(folder).files
    on_disk = {path.name for path in folder.iterdir()}
    assert on_disk == {*listed, "manifest.json", "manifest.sha256"}
    assert json.loads((folder / "manifest.json").read_text())["format_version"] == 1


def test_a_failed_build_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> Manifest:
        build(folder)
        raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError, match="out of memory"):
        publish(tmp_path, "snare", fail)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_build_leaves_earlier_versions_alone(tmp_path: Path) -> None:
    first = publish(tmp_path, "snare", build)

    def fail(folder: Path) -> Manifest:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path, "snare", fail)
    assert verify(first).version == "1"
    assert [path.name for path in (tmp_path / "snare").iterdir()] == ["1"]
    assert [path.name for path in tmp_path.iterdir()] == ["snare"]


def test_simultaneous_publishers_get_different_numbers(tmp_path: Path) -> None:
    together = threading.Barrier(6)

    def build_together(folder: Path) -> Manifest:
        made = build(folder)
        together.wait(timeout=20)
        return made

    with ThreadPoolExecutor(6) as threads:
        folders = list(threads.map(lambda _: publish(tmp_path, "snare", build_together), range(6)))
    assert sorted(folder.name for folder in folders) == list("123456")
    assert [verify(folder).version for folder in folders] == [folder.name for folder in folders]
    assert [path.name for path in tmp_path.iterdir()] == ["snare"]
    assert sorted(path.name for path in (tmp_path / "snare").iterdir()) == list("123456")


def test_an_artefact_is_not_listed_while_it_is_built(tmp_path: Path) -> None:
    def look(folder: Path) -> Manifest:
        assert list_versions(tmp_path) == []
        with pytest.raises(ModelNotFound):
            resolve(tmp_path, folder.name)
        return build(folder)

    publish(tmp_path, "snare", look)
    assert len(list_versions(tmp_path)) == 1


def test_other_users_may_read_a_published_folder(tmp_path: Path) -> None:
    assert publish(tmp_path, "snare", build).stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../snare", "a/b", "/tmp/snare", "Snare", "snare drum", "-snare", ".snare", "snare\n",
     "snare@1", "snäre", "a" * 64, "snare\0"],
)  # fmt: skip
def test_a_name_that_cannot_be_part_of_an_address_is_refused(tmp_path: Path, name: str) -> None:
    models = tmp_path / "models"
    with pytest.raises(BadValue, match="small letters, digits and dashes"):
        publish(models, name, build)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a", "0", "a" * 63, "snare-2", "808"])
def test_a_name_that_can_be_part_of_an_address_is_accepted(tmp_path: Path, name: str) -> None:
    assert publish(tmp_path, name, build) == tmp_path / name / "1"
