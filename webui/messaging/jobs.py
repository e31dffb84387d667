"""Send tasks by name. Services call these functions and never import a task."""

import logging
import time
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from webui.config.celery import app
from webui.messaging import deadlines, replies

logger = logging.getLogger(__name__)


def deadline() -> float:
    """The moment on `time.monotonic()` by which a request that begins now must be answered."""
    return time.monotonic() + settings.REQUEST_DEADLINE_S


def ask_sound(name: str, version: str, parameters: dict[str, str]) -> str:
    """Have a sound rendered; returns the reply's key."""
    return _ask("decode.render", name, version, parameters)


def ask_pitch(name: str, version: str, location: dict[str, str]) -> str:
    """Have the note of a sound measured; returns the reply's key."""
    return _ask("decode.pitch", name, version, location)


def ask_match(name: str, version: str, upload: str, refine: bool) -> str:
    """Have an uploaded sample read, prepared and located; returns the reply's key."""
    return _ask("ingest.read_upload", name, version, upload, refine)


def pass_on_match(
    name: str, version: str, prepared_key: str, refine: bool, reply_key: str, *, expires_s: float
) -> None:
    """Hand a prepared sample from the ingest worker to a decode worker, with the time that the request has
    left.
    """
    _send("decode.locate", name, version, prepared_key, refine, reply_key, expires_s=expires_s)


def ask_judgement(name: str, version: str, deadline: float, *, self_test: bool, measure: bool) -> str:
    """Have a version judged, on its name's test set if there is one; returns the reply's key."""
    left_s = max(1.0, deadline - time.monotonic())
    return _ask("decode.judge", name, version, self_test, measure, expires_s=left_s)


def ask_testset(run_id: int) -> str:
    """Have the test set of a run's name frozen; returns the reply's key."""
    return _ask("ingest.freeze_testset", run_id)


def ask_original(dataset_id: int, index: int) -> str:
    """Have a file of a dataset read as it was before its preparation; returns the reply's key."""
    return _ask("ingest.read_original", dataset_id, index)


def ask_alive() -> str:
    """Have a decode worker answer; returns the reply's key."""
    return _ask("decode.ping")


def prepare_dataset(dataset_id: int, *, expires_s: float | None = None, must: bool = False) -> None:
    """Prepare a dataset once the transaction that queued it is committed. `must` as for `train`."""
    send = _send if must else _send_or_leave
    transaction.on_commit(partial(send, "ingest.prepare_dataset", dataset_id, expires_s=expires_s))


def train(run_id: int, *, expires_s: float | None = None, must: bool = False) -> None:
    """Have a train worker take up the first queued run once the transaction is committed.

    The row is accepted by then. While the broker is away recovery is left to send the message, unless this
    one `must` go out now.
    """
    send = _send if must else _send_or_leave
    transaction.on_commit(partial(send, "train.train", run_id, expires_s=expires_s))


def _send_or_leave(task: str, *arguments: Any, expires_s: float | None) -> None:
    try:
        _send(task, *arguments, expires_s=expires_s)
    except (BrokerError, RedisError):
        logger.warning("The message %s%s waits for the broker", task, arguments, exc_info=True)


def _ask(task: str, *arguments: Any, expires_s: float = settings.REQUEST_DEADLINE_S) -> str:
    key = replies.new_key()
    _send(task, *arguments, key, expires_s=expires_s)
    return key


def _send(task: str, *arguments: Any, expires_s: float | None = settings.REQUEST_DEADLINE_S) -> None:
    """Queue one message. It expires after `expires_s`, by default with the request that waits for a reply."""
    app.send_task(
        task,
        args=arguments,
        headers=deadlines.headers(expires_s),
        ignore_result=True,
        # these texts of the arguments are not used: making them takes as long as sending the message
        argsrepr="",
        kwargsrepr="",
        # Workers declare their queues; a message needs none. When a connection breaks while Kombu
        # declares, it makes a new one and then sends on the old.
        declare=[],
    )
