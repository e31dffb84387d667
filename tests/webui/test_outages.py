"""What is said when the disk or the database fails."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.db.utils import ConnectionHandler

from webui.api.problems import problem_handler
from webui.models import Dataset


@pytest.fixture
def full_database(transactional_db: None) -> Iterator[None]:
    """A database that may not grow by another page."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite can be told to be full")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1")  # SQLite takes as many as there are
        yield
        cursor.execute("PRAGMA max_page_count = 1073741823")


def said(error: Exception) -> tuple[int, str]:
    answer = problem_handler(error, {})
    assert answer is not None
    return answer.status_code, json.loads(answer.content)["detail"]


def test_a_full_disk_is_named() -> None:
    with pytest.raises(OSError, match="No space") as full, open("/dev/full", "wb", buffering=0) as file:
        file.write(b"a sound")
    status, detail = said(full.value)
    assert status == 507
    assert "disk is full" in detail


def test_so_is_a_database_on_it(full_database: None) -> None:
    with pytest.raises(OperationalError) as full:
        Dataset.objects.create(name="snares", refused=[{"file": "x" * 100_000, "reason": "long"}])
    assert said(full.value)[0] == 507
    assert not Dataset.objects.exists()


@pytest.mark.django_db
def test_without_a_database_one_waits(tmp_path: Path) -> None:
    engine = "django.db.backends.sqlite3"
    away = ConnectionHandler({"default": {"ENGINE": engine, "NAME": tmp_path / "away" / "db.sqlite3"}})
    with pytest.raises(OperationalError) as error:
        away["default"].cursor()
    assert said(error.value)[0] == 503
