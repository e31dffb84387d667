"""Answer waiting requests: bytes on a Redis list of one element instead of Celery's result backend.

Measured on two cores with 35 kB: 0.8 ms a round trip, against 2.3 ms through the JSON result backend.
"""

import json
import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import sampler.errors
import webui.errors
from sampler.errors import DrumscapeError
from webui.errors import NoWorker, WorkerFailed
from webui.messaging.broker import redis

logger = logging.getLogger(__name__)

KEPT_S = 30
"""How long Redis keeps a reply, or a sample on its way between workers, that is not fetched."""

OK, FAILED = b"+", b"-"
ERROR_MODULES = (sampler.errors, webui.errors)


def new_key(kind: str = "reply") -> str:
    """A fresh Redis key."""
    return f"drumscape:{kind}:{uuid.uuid4().hex}"


def send(key: str, payload: bytes) -> None:
    """Answer a request."""
    with redis().pipeline(transaction=False) as pipeline:
        pipeline.rpush(key, OK + payload)
        pipeline.expire(key, KEPT_S)
        pipeline.execute()


def send_error(key: str, error: DrumscapeError) -> None:
    """Answer a request with an expected failure."""
    with redis().pipeline(transaction=False) as pipeline:
        pipeline.rpush(key, FAILED + json.dumps(_described(error)).encode())
        pipeline.expire(key, KEPT_S)
        pipeline.execute()


@contextmanager
def failures_sent_to(key: str) -> Iterator[None]:
    """Send any error of the block as the answer, so that the request does not wait until its deadline."""
    try:
        yield
    except DrumscapeError as error:
        send_error(key, error)
    except Exception:
        logger.exception("A task failed unexpectedly")
        send_error(key, WorkerFailed("Something went wrong on our side: try again, or choose another sound."))


def receive(key: str, deadline: float) -> bytes:
    """Wait for the answer until `time.monotonic()` reaches `deadline`.

    Raises the error that the worker answered, or NoWorker when there is no answer in time.
    """
    remaining_s = deadline - time.monotonic()
    found = redis().blpop([key], timeout=remaining_s) if remaining_s > 0 else None
    if not found:
        raise NoWorker("The instrument is busy or restarting: try again in a few seconds.")
    reply = cast(bytes, found[1])
    if reply[:1] == OK:
        return reply[1:]
    raise _error(*json.loads(reply[1:]))


def _described(error: DrumscapeError) -> list[Any]:
    return [_class_name(error), error.message, error.code, error.parameters]


def _error(name: str, message: str, code: str | None = None, parameters: Any = None) -> DrumscapeError:
    """The error of `_described`; a worker of an earlier version sends neither code nor parameters."""
    return _error_class(name)(message, code=code, **(parameters or {}))


def _class_name(error: DrumscapeError) -> str:
    """The nearest base class that the receiver knows: libraries subclass these errors."""
    known = [module.__name__ for module in ERROR_MODULES]
    return next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ in known)


def _error_class(name: str) -> type[DrumscapeError]:
    found = next((vars(module)[name] for module in ERROR_MODULES if name in vars(module)), WorkerFailed)
    return found if issubclass(found, DrumscapeError) else WorkerFailed
