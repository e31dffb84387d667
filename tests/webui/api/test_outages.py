"""Problem documents when the disk or the database fails."""

import json
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from webui.api.problems import problem_handler

pytestmark = pytest.mark.django_db


def database(file: Path) -> BaseDatabaseWrapper:
    """A second database besides that of the tests."""
    settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": file}
    return ConnectionHandler({"default": settings})["default"]


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


def test_a_database_on_a_full_disk_is_named(tmp_path: Path) -> None:
    with database(tmp_path / "db.sqlite3").cursor() as cursor:
        cursor.execute("CREATE TABLE notes (text)")
        cursor.execute("PRAGMA max_page_count = 2")
        with pytest.raises(OperationalError) as full:
            cursor.execute("INSERT INTO notes VALUES (%s)", ["x" * 100_000])
    assert said(full.value)[0] == 507


def test_without_a_database_the_answer_is_503(tmp_path: Path) -> None:
    with pytest.raises(OperationalError) as error:
        database(tmp_path / "away" / "db.sqlite3").cursor()
    assert said(error.value)[0] == 503
