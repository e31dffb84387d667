"""Migrating earlier installations: their rows keep what they say."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from rest_framework.test import APIClient

from sampler.audio.reasons import Reason
from webui.models import Run

pytestmark = pytest.mark.django_db(transaction=True)

LAST_WITH_SENTENCES = ("webui", "0004_dataset_versions")


def migrate(*targets: tuple[str, str]) -> MigrationExecutor:
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return MigrationExecutor(connection)


@pytest.fixture
def old() -> Iterator[MigrationExecutor]:
    yield migrate(("webui", "0001_initial"))
    migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes())


def test_datasets_of_one_name_become_its_versions(old: MigrationExecutor) -> None:
    datasets = old.loader.project_state(("webui", "0001_initial")).apps.get_model("webui", "Dataset")
    for name in ("toms", "kicks", "toms"):
        datasets.objects.create(name=name)
    last = ("webui", "0004_dataset_versions")
    apps = migrate(last).loader.project_state(last).apps
    found = apps.get_model("webui", "Dataset").objects.order_by("pk").values_list("name", "version")
    assert list(found) == [("toms", 1), ("kicks", 1), ("toms", 2)]


def test_sentences_of_earlier_failures_can_still_be_read(
    old: MigrationExecutor, request: pytest.FixtureRequest
) -> None:
    apps = migrate(LAST_WITH_SENTENCES).loader.project_state(LAST_WITH_SENTENCES).apps
    silent = {"file": "a.wav", "reason": "silent", "message": "Nothing is heard."}
    gone = {"error": "The folder {is} gone.", "refused": [silent, {"file": "b.wav", "reason": "empty"}]}
    failed = apps.get_model("webui", "Dataset").objects.create(name="toms", state="failed", **gone)
    runs = apps.get_model("webui", "Run").objects
    runs.create(dataset=failed, preset="modal", name="tom", state="failed", error="It was killed.")
    runs.create(dataset=failed, preset="modal", name="tom", state="finished")
    migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes())
    staff: APIClient = request.getfixturevalue("staff")  # whose token has a table by now
    dataset = staff.get(f"/api/datasets/{failed.pk}/").json()
    assert dataset["error"] == "The folder {is} gone."
    empty = {"file": "b.wav", "reason": "empty", "message": Reason.EMPTY.sentence({})}
    assert dataset["refused"] == [silent, empty]
    assert [run["error"] for run in staff.get("/api/runs/").json()] == [None, "It was killed."]
    assert {*Run.objects.values_list("error_code", flat=True)} == {"", "failure"}
    Run.objects.filter(error_code="").update(error_code="training-killed", error_parameters={"times": 3})
    apps = migrate(LAST_WITH_SENTENCES).loader.project_state(LAST_WITH_SENTENCES).apps
    runs, datasets = (apps.get_model("webui", name).objects for name in ("Run", "Dataset"))
    assert [run.error[:23] for run in runs.all()] == ["The training was killed", "It was killed."]
    assert datasets.get().refused == [silent, empty]


def test_live_versions_are_dated_and_roles_are_there(old: MigrationExecutor) -> None:
    versions = old.loader.project_state(("webui", "0001_initial")).apps.get_model("webui", "ModelVersion")
    now = timezone.now()
    versions.objects.create(name="tom", version="1", live_since=now)
    versions.objects.create(name="tom", version="2")
    apps = migrate(("webui", "0003_roles")).loader.project_state(("webui", "0003_roles")).apps
    found = apps.get_model("webui", "ModelVersion").objects.values_list(
        "version", "first_live_at", "retired_at"
    )
    assert sorted(found) == [("1", now, None), ("2", None, None)]
    groups = apps.get_model("auth", "Group").objects
    assert set(groups.values_list("name", flat=True)) == {"viewer", "trainer", "publisher"}
    granted = groups.get(name="publisher").permissions.values_list("codename", flat=True)
    assert {"view_dashboard", "train", "publish"} <= set(granted)
