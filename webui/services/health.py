"""Is everything there that a sound needs?"""

import time

from webui.messaging import jobs, replies
from webui.models import ModelVersion

DEADLINE_S = 2.0


def instrument_check() -> None:
    """Raise when the database, the broker or every decode worker is away."""
    ModelVersion.objects.exists()
    replies.receive(jobs.ask_alive(), time.monotonic() + DEADLINE_S)
