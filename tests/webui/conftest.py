"""Fixtures: clients of every role, an empty models folder, and data folders of each test."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from pytest_django.fixtures import Settings
from redis.exceptions import RedisError
from rest_framework.test import APIClient

from tests.waiting import until
from webui.messaging.broker import redis
from webui.processes.supervision.broker import server_command
from webui.selectors.models import models_forget
from webui.services.tokens import token_issue


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    """Clear the cache of versions before each test, since each has a database of its own."""
    models_forget()


@pytest.fixture
def folders(settings: Settings, tmp_path: Path) -> Path:
    """Fresh MODELS_DIR, DATASETS_DIR and RUNS_DIR, and `roots` in DATASET_ROOTS; returns their parent."""
    for name in ("models", "datasets", "runs", "roots"):
        (tmp_path / name).mkdir()
    settings.MODELS_DIR = tmp_path / "models"
    settings.DATASETS_DIR = tmp_path / "datasets"
    settings.RUNS_DIR = tmp_path / "runs"
    settings.DATASET_ROOTS = [tmp_path / "roots"]
    return tmp_path


@pytest.fixture
def models_dir(folders: Path) -> Path:
    return folders / "models"


@pytest.fixture
def staff_user(db: None) -> User:
    return User.objects.create_superuser("ada")


@pytest.fixture
def anonymous() -> APIClient:
    return APIClient()


@pytest.fixture
def visitor(db: None) -> APIClient:
    """A client that is signed in but not staff."""
    return _client(User.objects.create_user("vic"))


@pytest.fixture
def staff(staff_user: User) -> APIClient:
    return _client(staff_user)


def _client(user: User) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token_issue(account=user.pk)}")
    return client


@pytest.fixture
def broker(settings: Settings) -> Iterator[None]:
    """A Redis at the address of the settings, without workers."""
    folder = settings.DRUMSCAPE_VAR
    server = subprocess.Popen(server_command(folder / "redis.sock", folder), stdout=subprocess.DEVNULL)
    try:
        until(_redis_answers)
        yield
    finally:
        server.terminate()
        server.wait()


def _redis_answers() -> bool:
    try:
        return bool(redis().ping())
    except RedisError:  # not there yet
        return False
