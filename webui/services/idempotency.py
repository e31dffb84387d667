"""Requests that clients may repeat: one Idempotency-Key makes one job."""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from webui.errors import KeyReused
from webui.models import AcceptedRequest, Job
from webui.services.leases import ago

JobT = TypeVar("JobT", bound=Job)

KEPT_S = 2 * 24 * 3600
REUSED = "This Idempotency-Key was sent with another request: send a new key."


@transaction.atomic
def once(*, by: int, key: str, asked: object, kind: type[JobT], make: Callable[[], JobT]) -> JobT:
    """The job that `make` makes, or the one that an earlier request with this key has made.

    `asked` is what the request asks for: its representation must be the same for the same request. An empty
    key makes a job. Two requests at once wait for each other at the unique key. When `make` fails, the key is
    free again. Raises KeyReused when the earlier request asked for something else, and what `make` raises.
    """
    if not key:
        return make()
    _forget_old()
    fingerprint = hashlib.sha256(f"{kind.__name__} {asked!r}".encode()).hexdigest()
    row, is_new = AcceptedRequest.objects.get_or_create(
        account_id=by, key=key, defaults={"fingerprint": fingerprint}
    )
    if row.fingerprint != fingerprint:
        raise KeyReused(REUSED)
    if is_new or row.made is None:
        job = make()
        AcceptedRequest.objects.filter(pk=row.pk).update(made=job.pk)
        return job
    return kind._default_manager.get(pk=row.made)


def _forget_old() -> None:
    AcceptedRequest.objects.filter(created_at__lt=ago(KEPT_S)).delete()
