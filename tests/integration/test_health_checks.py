"""The health checks of the compose file, run on the processes: live ones pass, a hung one fails."""

import subprocess

import pytest

from tests import compose
from tests.frozen import frozen
from tests.live_studio import ROOT, LiveStudio
from tests.services_studio import ServicesStudio
from tests.waiting import PATIENCE_S, until
from webui.messaging.vitals import ALIVE_S


@pytest.fixture
def services(live_studio: LiveStudio) -> ServicesStudio:
    if not isinstance(live_studio, ServicesStudio):
        pytest.skip("`make test-services` runs this")
    return live_studio


def healthy(studio: ServicesStudio, name: str) -> bool:
    kind, *command = compose.read()["services"][name]["healthcheck"]["test"]
    assert kind == "CMD"
    native = studio.native(command)
    done = subprocess.run(
        native, cwd=ROOT, env=studio.environment, capture_output=True, timeout=60, check=False
    )
    return done.returncode == 0


def test_each_service_is_healthy(services: ServicesStudio) -> None:
    for name in compose.OURS:
        assert healthy(services, name), name


@pytest.mark.parametrize(("name", "program"), [("ingest", "--queues ingest"), ("web", "gunicorn")])
def test_a_hung_service_is_not_healthy(services: ServicesStudio, name: str, program: str) -> None:
    with frozen(services, program):
        until(lambda: not healthy(services, name), ALIVE_S + PATIENCE_S)
    until(lambda: healthy(services, name))
