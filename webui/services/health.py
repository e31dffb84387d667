"""Check that everything works that a sound needs."""

import time

from webui.messaging import jobs, replies
from webui.models import ModelVersion

DEADLINE_S = 2.0


def instrument_check() -> None:
    """Raise NoWorker, RedisError, BrokerError or a database error when one of them does not answer."""
    ModelVersion.objects.exists()
    replies.receive(jobs.ask_alive(), time.monotonic() + DEADLINE_S)
