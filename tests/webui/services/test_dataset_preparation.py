"""Preparing a queued dataset, with the real child processes."""

import shutil
import zipfile
from pathlib import Path

import pytest
import soundfile
from django.contrib.auth.models import User

from tests.synthetic import write_drums
from tests.webui.interleaving import before_query
from webui.models import Dataset
from webui.selectors.dataset_files import dataset_files, dataset_survey, original_file
from webui.selectors.datasets import dataset_progress
from webui.services import preparation
from webui.services.datasets import dataset_add_archive, dataset_add_folder, dataset_add_version
from webui.services.preparation import datasets_prepare

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


def test_a_folder_becomes_ready_and_names_refused_files(folders: Path, requester: int) -> None:
    drums = write_drums(folders / "roots" / "drums", 3)
    (drums / "fake.wav").write_text("no sound")
    dataset = dataset_add_folder(requested_by=requester, name="drums", folder=str(drums))
    datasets_prepare()
    dataset.refresh_from_db()
    assert (dataset.state, dataset.kept, dataset.error) == ("ready", 3, "")
    assert [item["file"] for item in dataset.refused] == ["fake.wav"]
    assert (folders / "datasets" / str(dataset.pk) / "prepared" / "dataset.npz").is_file()


def test_a_zip_becomes_ready_and_its_originals_stay_for_further_versions(
    folders: Path, requester: int
) -> None:
    archive = zipped(write_drums(folders / "drums", 3), folders / "a.zip")
    dataset = dataset_add_archive(requested_by=requester, name="zip", archive=archive)
    datasets_prepare()
    dataset.refresh_from_db()
    assert (dataset.state, dataset.kept) == ("ready", 3)
    refused = {item["file"]: item["reason"] for item in dataset.refused}
    assert refused == {"notes.txt": "not audio", "inner.zip": "nested archive", "broken.wav": "unreadable"}
    left = {path.name for path in (folders / "datasets" / str(dataset.pk)).iterdir()}
    assert left == {"prepared", "originals", "log.txt", "progress.json", "unpacked.json", ".lock", ".pid"}
    files = dataset_files(dataset, status="kept").results
    assert original_file(dataset, files[0].index).is_file()

    second = dataset_add_version(
        requested_by=requester, dataset=dataset, length_s=0.2, leave_out=[files[0].index]
    )
    datasets_prepare()
    second.refresh_from_db()
    assert (second.state, second.version, second.kept, second.origin) == ("ready", 2, 2, dataset)
    reasons = {item["file"]: item["reason"] for item in second.refused}
    assert reasons == {**refused, files[0].row.file: "left out"}
    assert original_file(second, files[1].index) == original_file(dataset, files[1].index)
    kept = folders / "datasets" / str(second.pk) / "prepared" / "wav" / files[1].row.file
    assert soundfile.info(kept).frames == 8_820

    third = dataset_add_version(requested_by=requester, dataset=second, attack_s=0.02)
    datasets_prepare()
    third.refresh_from_db()
    assert (third.version, third.kept, third.length_s, third.origin) == (3, 2, 0.2, dataset)
    assert dataset_survey(third).sounds == 2


def test_a_preparation_that_takes_too_long_fails_and_the_next_one_begins(
    folders: Path, requester: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    drums = write_drums(folders / "roots" / "drums", 3)
    datasets = [
        dataset_add_folder(requested_by=requester, name=name, folder=str(drums)) for name in ("a", "b")
    ]
    monkeypatch.setattr(preparation, "MAX_PREPARATION_S", 0.0)
    datasets_prepare()
    for dataset in datasets:
        dataset.refresh_from_db()
        assert (dataset.state, dataset.error_code) == ("failed", "preparation-too-long")


def test_the_row_keeps_some_refused_files_and_counts_all(
    folders: Path, requester: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparation, "MOST_REFUSED", 2)
    drums = write_drums(folders / "roots" / "drums", 1)
    for number in range(5):
        (drums / f"{number}.wav").write_text("no sound")
    dataset = dataset_add_folder(requested_by=requester, name="drums", folder=str(drums))
    datasets_prepare()
    dataset.refresh_from_db()
    assert (len(dataset.refused), dataset.refused_count) == (2, 5)
    assert dataset_files(dataset, status="refused").count == 5


@pytest.mark.parametrize("content", [b"no zip", None])
def test_an_unusable_zip_fails_with_a_sentence(content: bytes | None, folders: Path, requester: int) -> None:
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
    assert not (folders / "datasets" / str(dataset.pk) / "originals").exists()
    assert "Traceback" not in dataset.error


@pytest.mark.parametrize("outcome", ["ready", "failed"])
def test_a_worker_that_lost_its_lease_leaves_the_zip_to_the_one_that_has_it(
    outcome: str, folders: Path, requester: int
) -> None:
    archive = folders / "a.zip"
    if outcome == "ready":
        zipped(write_drums(folders / "drums", 2), archive)
    else:
        archive.write_bytes(b"no zip")
    dataset = dataset_add_archive(requested_by=requester, name="zip", archive=archive)

    def take_over() -> None:
        Dataset.objects.update(worker="another")

    with before_query("UPDATE", "webui_dataset", f"'{outcome}'", act=take_over):
        datasets_prepare()
    dataset.refresh_from_db()
    assert (dataset.state, dataset.worker) == ("preparing", "another")
    folder = folders / "datasets" / str(dataset.pk)
    assert (folder / "archive.zip").exists()
    assert (folder / "originals").exists()


def test_a_folder_without_sounds_fails(folders: Path, requester: int) -> None:
    (folders / "roots" / "empty").mkdir()
    dataset = dataset_add_folder(requested_by=requester, name="e", folder=str(folders / "roots" / "empty"))
    datasets_prepare()
    dataset.refresh_from_db()
    assert (dataset.state, dataset.kept) == ("failed", 0)
    assert dataset.error


def test_a_preparation_reports_its_progress(folders: Path, requester: int) -> None:
    dataset = dataset_add_folder(
        requested_by=requester, name="d", folder=str(write_drums(folders / "roots" / "drums", 3))
    )
    datasets_prepare()
    assert dataset_progress(Dataset.objects.get()) is None
    dataset.state = "preparing"
    assert dataset_progress(dataset) == {"stage": "comparing", "done": 3, "total": 3}


def test_a_folder_that_is_gone_fails_with_a_sentence(folders: Path, requester: int) -> None:
    drums = write_drums(folders / "roots" / "drums", 2)
    dataset = dataset_add_folder(requested_by=requester, name="d", folder=str(drums))
    shutil.rmtree(drums)
    datasets_prepare()
    dataset.refresh_from_db()
    assert (dataset.state, dataset.error[:37]) == ("failed", "The folder of recordings is gone: bri")


def test_all_queued_datasets_are_prepared_one_after_the_other(folders: Path, requester: int) -> None:
    drums = write_drums(folders / "roots" / "drums", 2)
    for name in ("a", "b"):
        dataset_add_folder(requested_by=requester, name=name, folder=str(drums))
    datasets_prepare()
    assert set(Dataset.objects.values_list("state", flat=True)) == {"ready"}
