"""Claim and hold jobs by conditional updates, so that two workers never hold the same one."""

import logging
import os
import socket
import uuid
from datetime import timedelta
from typing import TypeVar

from django.db import DatabaseError
from django.db.models import DateTimeField, ExpressionWrapper, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

from webui.models import LEASE_S, Job

logger = logging.getLogger(__name__)

JobT = TypeVar("JobT", bound=Job)


def new_worker() -> str:
    """A fresh token for one attempt at one job."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def ago(seconds: float) -> Combinable:
    """The moment so many seconds ago, by the database's clock: those of workers differ."""
    return ExpressionWrapper(Now() - timedelta(seconds=seconds), output_field=DateTimeField())


def lost() -> Q:
    """Condition of jobs whose worker has not renewed the heartbeat within the lease."""
    return Q(heartbeat_at__isnull=True) | Q(heartbeat_at__lt=ago(LEASE_S))


def job_claim(*, queued: QuerySet[JobT], state: str) -> JobT | None:
    """Claim the oldest job of `queued` and set its `state`. Returns None when none is left."""
    while (job := queued.order_by("queued_at", "pk").first()) is not None:
        changes = {
            "state": state,
            "worker": new_worker(),
            "heartbeat_at": Now(),
            "finished_at": None,
            "error_code": "",
            "error_parameters": {},
        }
        if queued.filter(pk=job.pk).update(started_at=Now(), **changes):
            job.refresh_from_db()
            return job
    return None


def job_renew(*, job: Job, states: tuple[str, ...], limit_s: float | None = None) -> bool:
    """Renew the heartbeat. Returns False when another worker has the job, when it is in none of `states`, or
    when it was claimed more than `limit_s` ago.

    Returns True while the database does not answer: if it stays away, the lease runs out anyway.
    """
    try:
        mine = _mine(job).filter(state__in=states)
        if limit_s is not None:
            mine = mine.filter(started_at__gt=ago(limit_s))
        return bool(mine.update(heartbeat_at=Now()))
    except DatabaseError:
        logger.exception("Could not renew the lease of %s", job)
        return True


def job_is_overdue(*, job: Job, limit_s: float) -> bool:
    """Whether this worker holds the job, and claimed it more than `limit_s` ago."""
    return _mine(job).filter(started_at__lte=ago(limit_s)).exists()


def job_note(*, job: Job, **changes: object) -> bool:
    """Change the row of a job that this worker holds. Returns False when another worker has it by now."""
    return bool(_mine(job).update(**changes))


def job_close(*, job: Job, state: str, **changes: object) -> bool:
    """Record the outcome and release the job. Returns False when another worker has it by now."""
    return job_note(job=job, state=state, worker="", finished_at=Now(), **changes)


def job_give_back(*, job: Job) -> bool:
    """Release an unfinished job for another worker; it keeps its rank in the queue. False as `job_note`."""
    return job_note(job=job, state="queued", worker="")


def _mine(job: Job) -> QuerySet[Job]:
    return type(job)._default_manager.filter(pk=job.pk, worker=job.worker)
