"""Resolving a model by name, by name and version, or by path."""

from pathlib import Path

import pytest

from sampler.artifact import list_versions, publish, resolve
from sampler.errors import ModelNotFound
from tests.sampler.model.test_publish import build


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    for name in ("snare", "snare", "kick"):
        publish(folder, name, build)
    return folder


def test_a_name_means_its_newest_version(models: Path) -> None:
    assert resolve(models, "snare") == models / "snare" / "2"
    assert resolve(models, "kick") == models / "kick" / "1"


def test_a_version_can_be_named(models: Path) -> None:
    assert resolve(models, "snare@1") == models / "snare" / "1"


def test_a_path_to_a_version_folder_is_itself(models: Path, tmp_path: Path) -> None:
    assert resolve(tmp_path / "elsewhere", str(models / "kick" / "1")) == models / "kick" / "1"


@pytest.mark.parametrize(
    "spec",
    ["hat", "snare@3", "snare@0", "snare@01", "snare@latest", "snare@1@2", "@1", "snare@../kick/1",
     "../models/hat", "kick/1", "..", "snare/", "*", "sna?e", "\0"],
)  # fmt: skip
def test_other_names_are_not_found(models: Path, spec: str) -> None:
    with pytest.raises(ModelNotFound, match="There is no model"):
        resolve(models, spec)


def test_versions_are_listed_by_name_and_number(models: Path) -> None:
    for stray in ("snare/notes", "snare/03", "snare/v4", "Loud/1", ".hidden/1"):
        (models / stray).mkdir(parents=True)
    (models / "kick" / "2").write_text("a file")
    assert [(found.name, found.version) for found in list_versions(models)] == [
        ("kick", "1"),
        ("snare", "1"),
        ("snare", "2"),
    ]


def test_without_a_models_folder_there_are_none(tmp_path: Path) -> None:
    assert list_versions(tmp_path / "none") == []
    with pytest.raises(ModelNotFound):
        resolve(tmp_path / "none", "snare")
