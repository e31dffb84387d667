"""From a queued row to a prepared folder, with the real child processes."""

import zipfile
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from tests.synthetic import write_drums
from webui.models import Dataset
from webui.services.datasets import dataset_add_archive, dataset_add_folder, datasets_prepare

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def requester(broker: None) -> int:
    return User.objects.create_superuser("ada").pk


def zipped(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*.*")):
            archive.write(path, path.relative_to(folder))
        archive.writestr("notes.txt", "not a sound")
        archive.writestr("inner.zip", b"PK")
        archive.writestr("broken.wav", b"RIFF\0\0\0\0WAVE")
    return target


def test_a_folder_becomes_ready_and_names_what_it_refused(folders: Path, requester: int) -> None:
    drums = write_drums(folders / "roots" / "drums", 3)
    (drums / "fake.wav").write_text("no sound")
    dataset = dataset_add_folder(requested_by=requester, name="drums", folder=str(drums))
    datasets_prepare()
    dataset.refresh_from_db()
    assert (dataset.state, dataset.kept, dataset.error) == ("ready", 3, "")
    assert [item["file"] for item in dataset.refused] == ["fake.wav"]
    assert (folders / "datasets" / str(dataset.pk) / "prepared" / "dataset.npz").is_file()


def test_a_zip_becomes_ready_and_leaves_only_the_result(folders: Path, requester: int) -> None:
    archive = zipped(write_drums(folders / "drums", 3), folders / "a.zip")
    dataset = dataset_add_archive(requested_by=requester, name="zip", archive=archive)
    datasets_prepare()
    dataset.refresh_from_db()
    assert (dataset.state, dataset.kept) == ("ready", 3)
    refused = {item["file"]: item["reason"] for item in dataset.refused}
    assert refused == {"notes.txt": "not audio", "inner.zip": "nested archive", "broken.wav": "unreadable"}
    left = {path.name for path in (folders / "datasets" / str(dataset.pk)).iterdir()}
    assert left == {"prepared", "log.txt", "unpacked.json", ".lock", ".pid"}


@pytest.mark.parametrize("content", [b"no zip", None])
def test_a_useless_zip_fails_with_a_sentence(content: bytes | None, folders: Path, requester: int) -> None:
    archive = folders / "a.zip"
    if content is None:
        with zipfile.ZipFile(archive, "w") as empty:
            empty.writestr("notes.txt", "nothing")
    else:
        archive.write_bytes(content)
    dataset = dataset_add_archive(requested_by=requester, name="zip", archive=archive)
    datasets_prepare()
    dataset.refresh_from_db()
    assert dataset.state == "failed"
    assert dataset.error.endswith(".")
    assert "Traceback" not in dataset.error


def test_a_folder_without_sounds_fails(folders: Path, requester: int) -> None:
    (folders / "roots" / "empty").mkdir()
    dataset = dataset_add_folder(requested_by=requester, name="e", folder=str(folders / "roots" / "empty"))
    datasets_prepare()
    dataset.refresh_from_db()
    assert (dataset.state, dataset.kept) == ("failed", 0)
    assert dataset.error


def test_all_queued_datasets_are_prepared_one_after_the_other(folders: Path, requester: int) -> None:
    drums = write_drums(folders / "roots" / "drums", 2)
    for name in ("a", "b"):
        dataset_add_folder(requested_by=requester, name=name, folder=str(drums))
    datasets_prepare()
    assert set(Dataset.objects.values_list("state", flat=True)) == {"ready"}
