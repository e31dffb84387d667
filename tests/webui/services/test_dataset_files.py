"""The page of a dataset: its report, a file before and after, its survey, and further versions."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
import soundfile
from django.contrib.auth.models import Group, User
from rest_framework.test import APIClient

from sampler.dataset.folder import prepare_folder
from sampler.survey.survey import survey_folder
from tests.synthetic import RATE_HZ, drum, write_drums
from webui.errors import Conflict, NotFound
from webui.models import AuditEntry, Dataset
from webui.selectors.dataset_files import original_file

pytestmark = pytest.mark.django_db

FILES = {
    "kit0__hit0.wav": "",
    "kit0__hit1.wav": "",
    "kit0__hit2.wav": "",
    "zz copy.wav": "duplicate",
    "zz notes.txt": "not audio",
}


@pytest.fixture(scope="session")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared folder with three drums, a softer recording of the first, an exact copy and a text file."""
    folder = tmp_path_factory.mktemp("recordings")
    drums = write_drums(folder / "drums", 3)
    soundfile.write(drums / "kit0__hit2.wav", drum(0) / 3, RATE_HZ, subtype="PCM_24")
    shutil.copy(drums / "kit0__hit0.wav", drums / "zz copy.wav")
    (drums / "zz notes.txt").write_text("no sound")
    prepare_folder(drums, folder / "prepared")
    survey_folder(folder / "prepared")
    return folder


@pytest.fixture
def dataset(recordings: Path, folders: Path) -> Dataset:
    """A dataset of the prepared folder, in the state ready."""
    source = folders / "roots" / "drums"
    shutil.copytree(recordings / "drums", source)
    shutil.copytree(recordings / "prepared", folders / "datasets" / "1" / "prepared")
    return Dataset.objects.create(pk=1, name="Drums", source=str(source), state="ready", kept=3)


@pytest.fixture
def url(dataset: Dataset) -> str:
    return f"/api/datasets/{dataset.pk}/"


def test_the_report_is_searched_filtered_and_paged(staff: APIClient, url: str) -> None:
    def found(query: str) -> Any:
        return staff.get(f"{url}files/?{query}").json()

    assert {row["file"]: row["reason"] for row in found("")["results"]} == FILES
    assert [row["index"] for row in found("")["results"]] == list(range(5))
    assert [row["has_sound"] for row in found("")["results"]] == [True, True, True, True, False]
    assert [row["file"] for row in found("search=HIT1")["results"]] == ["kit0__hit1.wav"]
    assert [row["file"] for row in found("search=same+as")["results"]] == ["zz copy.wav"]
    assert found("status=refused")["count"] == 2
    second = found("status=kept&offset=1&limit=1")
    assert (second["count"], [row["index"] for row in second["results"]]) == (3, [1])
    assert 0 < second["results"][0]["attack_s"] < second["results"][0]["decay_s"] < 1
    assert second["results"][0]["rate_hz"] == RATE_HZ
    assert found("offset=9999")["results"] == []


@pytest.mark.parametrize("query", ["limit=0", "limit=9999", "offset=-1", "status=lost", "sort=x", "limit=x"])
def test_other_queries_are_refused(query: str, staff: APIClient, url: str) -> None:
    answer = staff.get(f"{url}files/?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_refused_entries_of_a_zip_are_in_the_report(
    staff: APIClient, url: str, folders: Path, dataset: Dataset
) -> None:
    refused = [{"file": "../../etc/passwd", "reason": "unsafe path", "message": "Its name leads out."}]
    (folders / "datasets" / "1" / "unpacked.json").write_text(json.dumps({"refused": refused}))
    page = staff.get(f"{url}files/?search=unsafe").json()
    assert [(row["index"], row["message"]) for row in page["results"]] == [(5, "Its name leads out.")]
    for source in (dataset.source, ""):
        dataset.source = source
        shutil.copytree(folders / "roots" / "drums", folders / "datasets/1/originals", dirs_exist_ok=True)
        with pytest.raises((Conflict, NotFound)):
            original_file(dataset, 5)


def test_the_prepared_sound_is_the_file_in_the_frame(staff: APIClient, url: str, folders: Path) -> None:
    answer = staff.get(f"{url}files/1/after.wav")
    assert (answer.status_code, answer["Content-Type"]) == (200, "audio/wav")
    file = folders / "datasets/1/prepared/wav/kit0__hit1.wav"
    assert b"".join(answer.streaming_content) == file.read_bytes()  # type: ignore[attr-defined]


@pytest.mark.parametrize("index", ["3", "4", "5", "9" * 30, "-1", "..%2f..", "x"])
def test_other_numbers_have_no_prepared_sound(index: str, staff: APIClient, url: str) -> None:
    answer = staff.get(f"{url}files/{index}/after.wav")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_an_original_that_changed_is_refused(dataset: Dataset, folders: Path) -> None:
    drums = folders / "roots" / "drums"
    assert original_file(dataset, 0) == drums / "kit0__hit0.wav"
    assert original_file(dataset, 3) == drums / "zz copy.wav"
    (drums / "kit0__hit0.wav").write_bytes(b"something else")
    with pytest.raises(Conflict, match="has changed since"):
        original_file(dataset, 0)
    (drums / "kit0__hit1.wav").unlink()
    with pytest.raises(NotFound, match="not in the folder any more"):
        original_file(dataset, 1)
    (drums / "kit0__hit1.wav").symlink_to("/etc/hostname")
    with pytest.raises(Conflict, match="leads out of the folder"):
        original_file(dataset, 1)
    with pytest.raises(NotFound, match="holds no sound to be heard"):
        original_file(dataset, 4)
    shutil.rmtree(drums)
    with pytest.raises(NotFound, match="folder is gone"):
        original_file(dataset, 2)
    dataset.source = ""
    with pytest.raises(NotFound, match="were not kept"):
        original_file(dataset, 2)


def test_an_original_whose_name_is_not_utf_8_is_found(folders: Path) -> None:
    source = folders / "roots" / "drums"
    drums = write_drums(source, 1)
    (drums / "kit0__hit0.wav").rename(os.fsdecode(bytes(source) + b"/caf\xe9.wav"))
    prepare_folder(source, folders / "datasets" / "1" / "prepared")
    dataset = Dataset.objects.create(pk=1, name="d", source=str(source), state="ready")
    assert original_file(dataset, 0).read_bytes()[:4] == b"RIFF"


def test_the_survey_names_files(staff: APIClient, url: str) -> None:
    found = staff.get(f"{url}survey/").json()
    assert [[file["file"] for file in group] for group in found["groups"]] == [
        ["kit0__hit0.wav", "kit0__hit2.wav"]
    ]
    assert found["groups"][0][1]["distance_db"] < found["near_db"]
    assert sum(found["attack"]["counts"]) == found["sounds"] == 3
    assert "of these sounds" in found["decay"]["why"]
    assert found["outliers"] == []


def test_files_are_listed_without_a_survey(staff: APIClient, url: str, folders: Path) -> None:
    (folders / "datasets/1/prepared/survey.json").unlink()
    assert staff.get(f"{url}survey/").status_code == 409
    assert staff.get(f"{url}files/").json()["results"][0]["attack_s"] is None


def test_a_further_version_is_queued_and_the_first_stays(
    staff: APIClient, url: str, folders: Path, dataset: Dataset
) -> None:
    body = {"attack_s": 0.02, "length_s": 0.3, "leave_out": [0]}
    answer = staff.post(f"{url}versions/", body, format="json")
    assert answer.status_code == 201
    made = answer.json()
    expected = {"name": "Drums", "version": 2, "state": "queued", "attack_s": 0.02, "length_s": 0.3}
    assert made.items() >= expected.items()
    left_out = json.loads((folders / "datasets" / str(made["id"]) / "left_out.json").read_text())
    assert left_out == ["kit0__hit0.wav", "zz copy.wav"], "its exact copy would take its place"
    versions = staff.get(f"{url}versions/").json()
    assert [(row["version"], row["state"]) for row in versions] == [(2, "queued"), (1, "ready")]
    dataset.refresh_from_db()
    assert (dataset.state, dataset.version, dataset.length_s) == ("ready", 1, 0.4)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.detail["name"], entry.detail["left_out"]) == (
        "dataset create", "Drums v2", 2,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"attack_s": 0.5}, "attack"),
        ({"length_s": 9}, "length"),
        ({"length_s": "NaN"}, "length"),
        ({"leave_out": [5]}, "leave_out"),
        ({"leave_out": [-1]}, "leave_out"),
        ({"leave_out": ["../x"]}, "leave_out"),
        ({"leave_out": [0, 1, 2]}, "no sound"),
        ({"folder": "/etc"}, "folder"),
    ],
)
def test_versions_with_wrong_parameters_are_refused(
    body: object, word: str, staff: APIClient, url: str
) -> None:
    answer = staff.post(f"{url}versions/", body, format="json")
    assert answer.status_code == 400
    assert word in answer.json()["detail"]
    assert Dataset.objects.count() == 1


def test_a_version_needs_the_original_recordings(
    staff: APIClient, url: str, folders: Path, dataset: Dataset, settings: Any
) -> None:
    settings.DATASET_ROOTS = []
    assert staff.post(f"{url}versions/", {}, format="json").status_code == 400
    settings.DATASET_ROOTS = [folders / "roots"]
    shutil.rmtree(dataset.source)
    answer = staff.post(f"{url}versions/", {}, format="json")
    assert (answer.status_code, answer.json()["detail"].split(":")[0]) == (
        409,
        "The recordings themselves are gone",
    )


@pytest.mark.parametrize("state", ["queued", "preparing", "failed"])
def test_a_dataset_that_is_not_ready_has_no_files(
    state: str, staff: APIClient, url: str, dataset: Dataset
) -> None:
    Dataset.objects.update(state=state)
    for path in ("files/", "survey/", "files/0/after.wav"):
        answer = staff.get(f"{url}{path}")
        assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert staff.post(f"{url}versions/", {}, format="json").status_code == 409


@pytest.mark.parametrize("content", [b"file,status,rate_hz\nx,kept,fast\n", None])
def test_a_damaged_or_missing_report_is_a_fault_of_ours(
    content: bytes | None, staff: APIClient, url: str, folders: Path
) -> None:
    report = folders / "datasets/1/prepared/report.csv"
    report.write_bytes(content) if content else report.unlink()
    answer = staff.get(f"{url}files/")
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/damaged-dataset")
    assert "prepare the folder again" in answer.json()["detail"]


def test_adding_a_name_again_makes_its_next_version(staff: APIClient, folders: Path) -> None:
    kit = write_drums(folders / "roots" / "kit", 1)
    body = {"name": "Snares", "folder": str(kit)}
    numbers = [staff.post("/api/datasets/", body, format="json").json()["version"] for _ in range(3)]
    assert numbers == [1, 2, 3]


def test_a_viewer_may_read_and_a_trainer_may_change(url: str) -> None:
    for role, status in (("viewer", 403), ("trainer", 201)):
        user = User.objects.create_user(role)
        user.groups.add(Group.objects.get(name=role))
        client = APIClient()
        client.force_login(user)
        assert client.get(f"{url}files/").status_code == 200
        assert client.get(url.replace("/api/", "/dashboard/")).status_code == 200
        assert client.post(f"{url}versions/", {}, format="json").status_code == status
    assert client.get("/dashboard/datasets/99/").status_code == 404
