"""Fixtures for all tests: a running studio, and clients of an admin and a producer."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from hypothesis import HealthCheck, settings

from tests.answers import check_received
from tests.live_studio import LiveStudio, new_studio
from tests.services_studio import SERVER, ServicesStudio

__all__ = ["LiveStudio"]
HERE = Path(__file__).parent

# An example takes as long as the machine has other work: tests do not assert times.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With `--dist loadgroup`, what shares a studio is run by one worker, and so is what shares a file."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group(item)))


def group(item: pytest.Item) -> str:
    """`band` for tests of that studio, `browser` or `integration` for others of a studio, else the file."""
    fixtures, path = getattr(item, "fixturenames", ()), item.path.relative_to(HERE)
    if "band" in fixtures:
        return "band"
    if path.parts[0] == "browser":
        return "browser"
    return "integration" if "live_studio" in fixtures else path.as_posix()


@pytest.fixture(scope="session", autouse=True)
def checked_answers() -> Iterator[None]:
    """Whatever the running instrument answers to `requests` is held against its own schema."""
    plain = requests.sessions.default_hooks
    requests.sessions.default_hooks = lambda: {"response": [check_received]}
    yield
    requests.sessions.default_hooks = plain


@pytest.fixture(scope="session")
def live_studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveStudio]:
    """The whole instrument, shared by the tests of a session: keep it working.

    As `make run` starts it, or with `make test-services` as the services of docker-compose.yml.
    """
    kind = ServicesStudio if SERVER in os.environ else LiveStudio
    studio = new_studio(tmp_path_factory.mktemp("studio"), kind)
    studio.start()
    yield studio
    studio.stop()


@pytest.fixture(scope="session")
def admin(live_studio: LiveStudio) -> Iterator[requests.Session]:
    """A client whose requests carry the admin's token."""
    made = live_studio.manage("drf_create_token", live_studio.username)
    token = made.stdout.split()[2]
    with requests.Session() as session:
        session.headers["Authorization"] = f"Token {token}"
        yield session
