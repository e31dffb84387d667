"""Uploads that the web refuses before a worker reads them."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from tests.webui.artefacts import publish_version
from webui.services.models import models_register
from webui.services.uploads import STALE_S, uploads_sweep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("broker")]
LOCATE = "/api/models/tom/locate/"
WAV = b"RIFF\0\0\0\0WAVEfmt "


@pytest.fixture(autouse=True)
def tom(models_dir: Path, settings: Settings) -> None:
    publish_version(models_dir)
    models_register()
    settings.REQUEST_DEADLINE_S = 0.2


def send(client: APIClient, content: bytes, name: str = "hit.wav", path: str = LOCATE) -> tuple[int, str]:
    answer = client.post(path, {"file": SimpleUploadedFile(name, content)}, format="multipart")
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["detail"]


@pytest.fixture(autouse=True)
def nothing_stays(settings: Settings) -> None:
    """Assert before each test that no upload is left behind."""
    assert list(settings.UPLOADS_DIR.iterdir()) == []


def test_a_good_file_reaches_the_workers(anonymous: APIClient) -> None:
    """There are no workers here, so the answer is 503."""
    assert send(anonymous, WAV)[0] == 503


@pytest.mark.parametrize("name", ["hit.txt", "hit", "hit.wav.exe", "wav"])
def test_another_extension_is_not_audio(name: str, anonymous: APIClient) -> None:
    assert send(anonymous, WAV, name)[0] == 415


def test_other_first_bytes_are_not_audio(anonymous: APIClient) -> None:
    assert send(anonymous, b"MZ" + bytes(100))[0] == 415


@pytest.mark.parametrize("size", [10_000_001, 20_000_000, 70_000_000])
def test_a_large_file_is_refused_with_an_answer(size: int, anonymous: APIClient) -> None:
    status, detail = send(anonymous, WAV + bytes(size))
    assert status == 413
    assert "10 MB" in detail


def test_the_field_must_be_there(anonymous: APIClient) -> None:
    answer = anonymous.post(LOCATE, {"sound": SimpleUploadedFile("hit.wav", WAV)}, format="multipart")
    assert answer.status_code == 400
    assert anonymous.post(LOCATE, {"file": "text"}, format="multipart").status_code == 400
    assert anonymous.post(LOCATE).status_code == 400


def test_other_bodies_are_refused(anonymous: APIClient) -> None:
    assert anonymous.post(LOCATE, {"file": "x"}, format="json").status_code == 415
    broken = anonymous.post(LOCATE, b"--nothing", content_type="multipart/form-data")
    assert broken.status_code == 400


def test_refine_must_be_0_or_1(anonymous: APIClient) -> None:
    assert send(anonymous, WAV, path=f"{LOCATE}?refine=perhaps")[0] == 400


def test_an_unknown_model_is_not_found(anonymous: APIClient) -> None:
    assert send(anonymous, WAV, path="/api/models/tim/locate/")[0] == 404
    assert send(anonymous, WAV, path=f"{LOCATE}?version=9")[0] == 404
    assert send(anonymous, WAV, path=f"{LOCATE}?version=1")[0] == 503  # there is no worker


def test_the_121st_within_a_minute_has_to_wait(anonymous: APIClient) -> None:
    for _ in range(120):
        assert anonymous.post(LOCATE).status_code == 400
    answer = anonymous.post(LOCATE)
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert anonymous.post(LOCATE, REMOTE_ADDR="10.0.0.9").status_code == 400
    assert anonymous.post(LOCATE, HTTP_X_FORWARDED_FOR="10.0.0.9").status_code == 429


def test_files_of_a_killed_process_are_removed(settings: Settings) -> None:
    import os
    import time

    old, new = settings.UPLOADS_DIR / "old.upload", settings.UPLOADS_DIR / "new.upload"
    for path in (old, new):
        path.touch()
    os.utime(old, (0, time.time() - STALE_S - 1))
    assert uploads_sweep() == 1
    assert new.exists()
    new.unlink()
