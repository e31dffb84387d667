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

ON_BAND = ("export", "memory", "pictures", "sample_elsewhere", "shaping")
GROUPS = {
    "integration": ("tests/integration/", "tests/faults/", "tests/webui/api/test_kits.py"),
    "band": (
        *("tests/browser/dashboard/", "tests/browser/playback/"),
        *(f"tests/browser/test_{name}.py" for name in ON_BAND),
    ),
    "browser": ("tests/browser/",),
    "sequence": ("tests/sampler/sequence/",),
}
"""Tests that one worker runs one after the other, by the beginning of their path; the first that fits counts.

The first three share a studio each and take about as long: three workers begin with one each. The tests of
sequence models share the loops that numba compiles, which takes longer than to play them.
"""

LONG = (
    "tests/sampler/families/test_families.py",
    "tests/sampler/commands/test_commands.py",
    "tests/webui/services/test_training.py",
    "tests/house/test_add_family.py",
)
"""Files that take so long that they come next."""

# An example takes as long as the machine has other work: tests do not assert times.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


def unit_of(nodeid: str) -> str:
    """What one worker runs: the tests of a group, or of one file."""
    file = nodeid.partition("::")[0]
    return next((group for group, paths in GROUPS.items() if file.startswith(paths)), file)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes longest first, so that workers end at about the same time. Other tests keep the order in
    which pytest-django has put them.
    """
    first = [*GROUPS, *LONG]
    items.sort(key=lambda item: first.index(unit) if (unit := unit_of(item.nodeid)) in first else len(first))


class StudioScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Tests that share a studio run in one worker; of other tests, those of one file do.

    The option `--dist loadgroup` would do the same, but pytest-xdist 3.8 loses its groups with pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)


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
    """The whole instrument with the factory snare, shared by the tests of a session: keep it working.

    As `make run` starts it, or with `make test-services` as the services of docker-compose.yml.
    """
    kind = ServicesStudio if SERVER in os.environ else LiveStudio
    studio = new_studio(tmp_path_factory.mktemp("studio"), kind, models=["snare"])
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
