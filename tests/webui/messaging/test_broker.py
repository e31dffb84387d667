"""The client of Redis that a process keeps."""

import pytest
from pytest_django.fixtures import Settings

from webui.messaging.broker import SPARE_S, redis


@pytest.mark.usefixtures("broker")
def test_a_call_may_take_as_long_as_the_settings_say_now(settings: Settings) -> None:
    """Also when the process made its first client while its requests had to be answered at once."""
    deadline_s, settings.REQUEST_DEADLINE_S = settings.REQUEST_DEADLINE_S, 0.0
    assert redis().ping()
    settings.REQUEST_DEADLINE_S = deadline_s
    assert redis().blpop(["nothing"], timeout=SPARE_S + 0.2) is None
