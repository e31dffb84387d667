"""Migrating an installation without roles: live versions stay live and can be rolled back to."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

pytestmark = pytest.mark.django_db(transaction=True)


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
