"""The tests of a worker start one studio at most: `tests/conftest.py` says which."""

from pathlib import Path

import pytest

from tests.conftest import GROUPS, unit_of

FIXTURES = {"integration": "live_studio", "browser": "live_studio", "band": "band"}


def test_tests_that_share_a_studio_share_a_worker(request: pytest.FixtureRequest) -> None:
    wanted = set(FIXTURES.values())
    for item in request.session.items:
        used = wanted & set(getattr(item, "fixturenames", ()))
        unit = unit_of(item.nodeid)
        assert not used or used == {FIXTURES.get(unit)}, f"{item.nodeid} starts a studio in the unit {unit}"


def test_the_files_of_the_table_are_there() -> None:
    paths = [path for users in GROUPS.values() for path in users]
    assert [path for path in paths if not (Path(__file__).parents[2] / path).exists()] == []
