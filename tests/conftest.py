"""Fixtures for all tests: a running studio, and clients of an admin and a producer."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from tests.answers import check_received
from tests.live_studio import LiveStudio, new_studio
from tests.services_studio import SERVER, ServicesStudio

__all__ = ["LiveStudio"]

STUDIOS = {
    "band": ("tests/browser/playback/", "tests/browser/test_sample_elsewhere.py"),
    "browser": ("tests/browser/",),
    "integration": ("tests/integration/", "tests/faults/", "tests/webui/api/test_kits.py"),
}
"""What uses each studio that is shared, by the beginning of its path; the first that fits counts."""

# An example takes as long as the machine has other work: tests do not assert times.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


class StudioScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Tests that share a studio run in one worker; of other tests, those of one file do.

    The option `--dist loadgroup` would do the same, but pytest-xdist 3.8 loses its groups with pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((studio for studio, users in STUDIOS.items() if file.startswith(users)), file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> StudioScheduling:
    return StudioScheduling(config, log)


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
