"""Rolling back to any version that was live, and retiring versions, whose addresses stay valid."""

from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.webui.artefacts import publish_version
from webui.models import AuditEntry, ModelVersion
from webui.selectors.models import model_live, model_require
from webui.services.models import model_publish, models_register

pytestmark = pytest.mark.django_db
ROLLBACK, RETIRE = "/api/models/tom/rollback/", "/api/models/tom/retire/"


def post(client: APIClient, path: str, **body: Any) -> Any:
    return client.post(path, body, format="json")


@pytest.fixture
def four(models_dir: Path) -> None:
    """Versions 1, 2 and 3 of `tom` were live in turn; version 4 is not published."""
    for _ in range(4):
        publish_version(models_dir)
    rows = models_register()
    for row in rows[1:3]:
        model_publish(row=row)


def test_any_version_that_was_live_can_be_returned_to(four: None, staff: APIClient) -> None:
    assert staff.get("/api/models/tom/").json()["returnable"] == ["2", "1"]
    assert post(staff, ROLLBACK, version="1").json() == {"model": "tom", "version": "1"}
    assert staff.get("/api/models/tom/").json()["returnable"] == ["3", "2"]
    assert post(staff, ROLLBACK).status_code == 409  # nothing was live before it
    assert post(staff, ROLLBACK, version="3").json() == {"model": "tom", "version": "3"}
    assert post(staff, ROLLBACK).json() == {"model": "tom", "version": "1"}
    assert [entry.subject for entry in AuditEntry.objects.filter(action="rollback")] == [
        "tom@1",
        "tom@3",
        "tom@1",
    ]
    assert {entry.who for entry in AuditEntry.objects.all()} == {"ada"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"version": "4"}, 409),
        ({"version": "3"}, 409),
        ({"version": "9"}, 404),
        ({"version": ["1"]}, 400),
        ({"to": "1"}, 400),
    ],
)
def test_other_versions_are_refused(body: Any, status: int, four: None, staff: APIClient) -> None:
    assert post(staff, ROLLBACK, **body).status_code == status
    assert model_live("tom").version == "3"


def test_a_retired_version_gives_way_to_the_one_before(four: None, staff: APIClient) -> None:
    assert post(staff, RETIRE, version="3").json() == {"model": "tom", "versions": ["3"]}
    assert model_live("tom").version == "2"
    assert staff.get("/api/models/tom/").json()["returnable"] == ["1"]
    assert post(staff, RETIRE, version="3").status_code == 409
    assert staff.get("/api/models/tom/map/?version=3").json()["version"] == "3"
    model_require("tom", "3")
    assert post(staff, ROLLBACK, version="3").json() == {"model": "tom", "version": "3"}
    assert model_live("tom").retired_at is None


def test_a_retired_model_is_not_listed_and_does_not_come_back_by_itself(
    four: None, models_dir: Path, staff: APIClient
) -> None:
    assert post(staff, RETIRE).json() == {"model": "tom", "versions": ["4", "3", "2", "1"]}
    assert staff.get("/api/models/").json() == []
    assert staff.get("/api/models/tom/").status_code == 404
    assert post(staff, RETIRE).status_code == 409
    publish_version(models_dir)
    models_register()
    assert staff.get("/api/models/").json() == []
    assert staff.get("/api/models/tom/map/?version=2").status_code == 200
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject) == ("retire", "tom")


def test_a_retired_model_comes_back_by_naming_a_version_that_was_live(four: None, staff: APIClient) -> None:
    post(staff, RETIRE)
    assert post(staff, ROLLBACK).status_code == 404
    assert post(staff, ROLLBACK, version="4").status_code == 409
    assert post(staff, ROLLBACK, version="2").json() == {"model": "tom", "version": "2"}
    assert [model["version"] for model in staff.get("/api/models/").json()] == ["2"]


def test_publishing_ends_retirement(four: None, staff: APIClient) -> None:
    post(staff, RETIRE)
    model_publish(row=ModelVersion.objects.get(version="2"))
    assert model_live("tom").version == "2"
    assert post(staff, ROLLBACK).status_code == 409


def test_what_does_not_exist_cannot_be_retired(four: None, staff: APIClient) -> None:
    assert post(staff, "/api/models/tim/retire/").status_code == 404
    assert post(staff, RETIRE, version="9").status_code == 404
    assert staff.get(RETIRE).status_code == 405
