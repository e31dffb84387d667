"""The calls that add and read datasets."""

import os
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from sampler.audio.reasons import Reason
from webui.models import Dataset

pytestmark = pytest.mark.django_db
DATASETS = "/api/datasets/"


@pytest.fixture
def kit(folders: Path) -> Path:
    (folders / "roots" / "kit").mkdir()
    return folders / "roots" / "kit"


def test_a_folder_within_the_roots_is_queued(kit: Path, staff: APIClient) -> None:
    answer = staff.post(DATASETS, {"name": "Real snares", "folder": str(kit)}, format="json")
    assert answer.status_code == 201
    assert (
        answer.json().items() >= {"name": "Real snares", "state": "queued", "kept": 0, "refused": []}.items()
    )
    again = staff.get(f"{DATASETS}{answer.json()['id']}/").json()
    assert again == answer.json()
    assert staff.get(DATASETS).json() == [again]


def test_a_list_has_the_first_refusals_only(staff: APIClient) -> None:
    named = [{"file": f"{index}.wav", "reason": "silent"} for index in range(60)]
    kept = [{**file, "parameters": {}} for file in named]
    refused = [{**file, "message": Reason.SILENT.sentence({})} for file in named]
    row = Dataset.objects.create(name="Quiet", state="ready", refused=kept)
    (listed,) = staff.get(DATASETS).json()
    assert (listed["refused"], listed["refused_count"]) == (refused[:50], 60)
    assert staff.get(f"{DATASETS}{row.pk}/").json()["refused"] == refused


def test_a_zip_is_stored_and_queued(folders: Path, staff: APIClient, settings: Settings) -> None:
    archive = SimpleUploadedFile("my kit.zip", b"PK content")
    answer = staff.post(DATASETS, {"archive": archive}, format="multipart")
    assert answer.status_code == 201
    assert answer.json().items() >= {"name": "my kit", "state": "queued", "folder": None}.items()
    stored = folders / "datasets" / str(answer.json()["id"]) / "archive.zip"
    assert stored.read_bytes() == b"PK content"
    assert list(settings.UPLOADS_DIR.iterdir()) == []


def test_a_zip_may_have_a_name(folders: Path, staff: APIClient) -> None:
    data = {"archive": SimpleUploadedFile("a.zip", b"PK"), "name": "Toms"}
    assert staff.post(DATASETS, data, format="multipart").json()["name"] == "Toms"


@pytest.mark.parametrize(
    "folder", ["/etc", "{kit}/../..", "kit", "{kit}/missing", "", "{kit}\0", "{link}", "{kit}/{long}"]
)
def test_a_folder_elsewhere_is_refused(folder: str, kit: Path, staff: APIClient) -> None:
    (kit / "link").symlink_to("/etc")
    folder = folder.format(kit=kit, link=kit / "link", long="n" * 300)
    answer = staff.post(DATASETS, {"name": "x", "folder": folder}, format="json")
    assert answer.status_code == 400
    assert "folder" in answer.json()["detail"]
    assert not Dataset.objects.exists()


def test_a_folder_is_refused_while_there_are_no_roots(
    kit: Path, staff: APIClient, settings: Settings
) -> None:
    settings.DATASET_ROOTS = []
    assert staff.post(DATASETS, {"name": "x", "folder": str(kit)}, format="json").status_code == 400


@pytest.mark.parametrize(
    "body", [{}, {"name": "x"}, {"folder": "/"}, {"name": "x", "folder": "/", "z": 1}, [], 7]
)
def test_other_bodies_are_refused(body: object, folders: Path, staff: APIClient) -> None:
    assert staff.post(DATASETS, body, format="json").status_code == 400


def test_a_form_without_a_zip_is_refused(folders: Path, staff: APIClient) -> None:
    assert staff.post(DATASETS, {"name": "x"}, format="multipart").status_code == 400


def test_datasets_are_for_staff(kit: Path, anonymous: APIClient, visitor: APIClient) -> None:
    for client, status in ((anonymous, 401), (visitor, 403)):
        posted = client.post(DATASETS, {"name": "x", "folder": str(kit)}, format="json")
        assert (posted.status_code, client.get(DATASETS).status_code) == (status, status)
        assert client.get(f"{DATASETS}1/").status_code == status
    assert not Dataset.objects.exists()


@pytest.mark.parametrize("pk", ["0", "99", "x", "-1", "9" * 30])
def test_an_unknown_dataset_is_not_found(pk: str, staff: APIClient) -> None:
    answer = staff.get(f"{DATASETS}{pk}/")
    assert (answer.status_code, answer.json()["status"]) == (404, 404)


def test_a_wrong_token_is_unauthorised(db: None) -> None:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION="Token nonsense")
    assert client.get(DATASETS).status_code == 401


def test_a_session_needs_the_csrf_token(folders: Path, staff_user: User) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(staff_user)
    archive = {"archive": SimpleUploadedFile("a.zip", b"PK")}
    assert client.post(DATASETS, archive, format="multipart").status_code == 403
    client.get("/dashboard/")
    token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
    archive = {"archive": SimpleUploadedFile("a.zip", b"PK")}
    answer = client.post(DATASETS, archive, format="multipart", HTTP_X_CSRFTOKEN=token)
    assert answer.status_code == 201


def test_uploads_are_on_the_file_system_of_datasets(settings: Settings) -> None:
    """Otherwise a zip of gigabytes would be copied and not moved."""
    assert os.path.commonpath([settings.UPLOADS_DIR, settings.DATASETS_DIR]) == str(settings.DRUMSCAPE_VAR)
