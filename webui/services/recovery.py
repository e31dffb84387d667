"""Queue jobs again whose worker has stopped, and send lost messages again, both as the rows say."""

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models.functions import Now
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from webui.messaging import jobs, vitals
from webui.models import Dataset, Job, Run
from webui.processes.children import SHUTTING_DOWN
from webui.services.leases import ago, lost

logger = logging.getLogger(__name__)

DUTY = "recovery"
EVERY_S = 10.0
MESSAGE_LOST_S = 45
"""After so long a message is sent again for a job that no worker has claimed although none was busy."""


def keep_recovering() -> None:
    """Recover now and every `EVERY_S`, in a thread of this worker. Health reports when it did so last."""
    vitals.duty_done(DUTY)
    threading.Thread(target=_recover_forever, name=DUTY, daemon=True).start()


def _recover_forever() -> None:
    patience_s = 0  # jobs that were queued before a restart are sent again at once
    while not SHUTTING_DOWN.is_set():
        if _recovered(patience_s):
            patience_s = MESSAGE_LOST_S
        SHUTTING_DOWN.wait(EVERY_S)
    connection.close()


def _recovered(patience_s: int) -> bool:
    """Recover once; returns whether it worked. An error is logged, and the next round tries again."""
    try:
        close_old_connections()
        jobs_recover(patience_s=patience_s)
    except (DatabaseError, OperationalError, RedisError):
        logger.warning("Recovery has to wait for database and broker", exc_info=True)
        return False
    except Exception:
        logger.exception("Recovery failed")
        return False
    vitals.duty_done(DUTY)
    return True


def jobs_recover(*, patience_s: int = MESSAGE_LOST_S) -> None:
    """Queue jobs again whose lease ran out, and send a message for those unclaimed for `patience_s`.

    Too many messages do no harm: workers claim rows.
    """
    with transaction.atomic():
        stopping = Run.objects.filter(lost(), state=Run.State.STOPPING)
        stopping.update(state=Run.State.CANCELLED, worker="", finished_at=Now())
        _recover(Run, Run.State.RUNNING, jobs.train, patience_s)
        _recover(Dataset, Dataset.State.PREPARING, jobs.prepare_dataset, patience_s)


def _recover(kind: type[Job], busy: str, send: Callable[..., None], patience_s: int) -> None:
    rows = kind._default_manager
    for pk in rows.filter(lost(), state=busy).values_list("pk", flat=True):
        # it keeps its rank in the queue
        if rows.filter(lost(), pk=pk, state=busy).update(state="queued", worker=""):
            logger.warning("%s %s lost its worker and is queued again", kind.__name__, pk)
            send(pk, must=True)
    if not rows.filter(state=busy).exists():
        forgotten = rows.filter(state="queued", queued_at__lte=ago(patience_s))
        for pk in forgotten.values_list("pk", flat=True):
            # the next round sends another, should this one wait too long
            send(pk, expires_s=2 * EVERY_S, must=True)
