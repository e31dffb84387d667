"""The thread that puts lost jobs back to work outlives whatever goes wrong in one of its rounds."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.signals import connection_created
from django.utils import timezone

from tests.waiting import until
from webui.messaging import vitals
from webui.models import Dataset
from webui.processes.children import SHUTTING_DOWN
from webui.services import recovery

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def strange_driver() -> Iterator[list[str]]:
    """The recovery thread's first connection fails as no database is known to; holds the names of threads."""
    failed: list[str] = []

    def fail_once(**signal: Any) -> None:
        name = threading.current_thread().name
        if name == recovery.DUTY and not failed:
            failed.append(name)
            raise RuntimeError("a strange driver")

    connection_created.connect(fail_once)
    yield failed
    connection_created.disconnect(fail_once)


@pytest.fixture
def recovering(broker: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(recovery, "EVERY_S", 0.05)
    monkeypatch.setattr(vitals, "_done_at", {})
    recovery.keep_recovering()
    yield
    SHUTTING_DOWN.set()
    for thread in threading.enumerate():
        if thread.name == recovery.DUTY:
            thread.join()
    SHUTTING_DOWN.clear()


def test_a_failure_that_nobody_foresaw_ends_no_recovery(strange_driver: list[str], recovering: None) -> None:
    lost = Dataset.objects.create(name="d", state="preparing", worker="gone", heartbeat_at=None)
    until(lambda: Dataset.objects.get(pk=lost.pk).state == "queued")
    assert strange_driver == [recovery.DUTY]
    later = timezone.now().timestamp()
    until(lambda: vitals._done_at[recovery.DUTY] > later)
