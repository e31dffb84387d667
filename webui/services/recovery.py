"""Jobs whose worker or message is gone: the rows are the truth, and this puts them back to work."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from webui.messaging import jobs
from webui.models import Dataset, Run
from webui.processes.children import SHUTTING_DOWN
from webui.services.leases import lost

logger = logging.getLogger(__name__)

EVERY_S = 10.0
MESSAGE_LOST_S = 45
"""A job unclaimed for so long, while no worker is busy, is sent again: its message may have been lost."""


def keep_recovering() -> None:
    """Recover now and every ten seconds, in a thread of this worker."""
    threading.Thread(target=_recover_forever, name="recovery", daemon=True).start()


def _recover_forever() -> None:
    patience_s = 0  # at the start: what was queued before a restart need not wait
    while not SHUTTING_DOWN.is_set():
        close_old_connections()
        try:
            jobs_recover(patience_s=patience_s)
            patience_s = MESSAGE_LOST_S
        except (DatabaseError, OperationalError):
            logger.warning("Recovery has to wait for database and broker", exc_info=True)
        SHUTTING_DOWN.wait(EVERY_S)


def jobs_recover(*, patience_s: int = MESSAGE_LOST_S) -> None:
    """Requeue jobs whose lease ran out, and send those again that nobody claimed in `patience_s`.

    Messages do no harm by being too many: a worker claims rows.
    """
    with transaction.atomic():
        stopping = Run.objects.filter(lost(), state=Run.State.STOPPING)
        stopping.update(state=Run.State.CANCELLED, worker="", finished_at=timezone.now())
        _recover(Run, Run.State.RUNNING, jobs.train, patience_s)
        _recover(Dataset, Dataset.State.PREPARING, jobs.prepare_dataset, patience_s)


def _recover(kind: type[Run] | type[Dataset], busy: str, send: Callable[..., None], patience_s: int) -> None:
    rows = kind._default_manager
    now = timezone.now()
    for pk in rows.filter(lost(), state=busy).values_list("pk", flat=True):
        # it keeps its place in the queue
        if rows.filter(lost(), pk=pk, state=busy).update(state="queued", worker=""):
            logger.warning("%s %s lost its worker and is queued again", kind.__name__, pk)
            send(pk)
    if not rows.filter(state=busy).exists():
        forgotten = rows.filter(state="queued", queued_at__lt=now - timedelta(seconds=patience_s))
        for pk in forgotten.values_list("pk", flat=True):
            send(pk, expires_s=2 * EVERY_S)  # the next round sends another, should this one wait too long
