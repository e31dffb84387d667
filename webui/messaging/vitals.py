"""What every process tells about itself, through Redis: that it lives, what it keeps warm, how long its
sounds take, and what went wrong.

Everything is noted in memory and sent by a thread of its own every few seconds: no sound waits for it.
"""

import atexit
import json
import logging
import os
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from redis.exceptions import RedisError

from webui.messaging.broker import redis

EVERY_S = 3.0
ALIVE_S = 12
"""A process that has not told anything for so long is gone."""

FAREWELL_S = 5.0
"""So long a process that ends waits for what it is just telling."""

TIMES_KEPT = 200
ERRORS_KEPT = 100
BEAT_KEYS = "drumscape:alive:"
ERRORS_KEY, ERROR_COUNT_KEY = "drumscape:errors", "drumscape:errors:count"

sound_times_ms: deque[float] = deque(maxlen=TIMES_KEPT)
"""How long the latest sounds took, as this process sees it."""

_errors: deque[dict[str, Any]] = deque(maxlen=ERRORS_KEPT)
_started = time.time()
_beating = threading.Event()
_ending = threading.Event()
_name = "command"


@contextmanager
def timed_sound() -> Iterator[None]:
    """Note how long the block takes, also where it fails: who waited for nothing waited too."""
    start = time.perf_counter()
    try:
        yield
    finally:
        sound_times_ms.append(round(1000 * (time.perf_counter() - start), 3))


class RecentErrors(logging.Handler):
    """Notes errors, for the thread to send: logging never waits for Redis."""

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage().splitlines() or [""]
        cause = record.exc_info[1] if record.exc_info else None
        _errors.append(
            {
                "at": record.created,
                "process": _name,
                "logger": record.name,
                "message": message[0][:300],
                "cause": f"{type(cause).__name__}: {cause}"[:300] if cause else None,
            }
        )


def keep_telling(name: str, warm: Callable[[], list[str]] = list) -> None:
    """Tell now and every few seconds, in a thread, that this process is a `name`, and what it keeps warm."""
    global _name  # noqa: PLW0603  # what a process is does not change
    _name = name
    logging.getLogger().addHandler(RecentErrors(level=logging.ERROR))
    if not _beating.is_set():
        _beating.set()
        teller = threading.Thread(target=_tell_forever, args=(warm,), name="vitals", daemon=True)
        teller.start()
        atexit.register(_stop_telling, teller)


def _tell_forever(warm: Callable[[], list[str]]) -> None:
    while True:
        with suppress(RedisError):  # it is told at the next turn
            tell(_name, warm())
        if _ending.wait(EVERY_S):
            return


def _stop_telling(teller: threading.Thread) -> None:
    """A thread that an ending process stops within the Redis client holds its lock, and the process waits."""
    _ending.set()
    teller.join(FAREWELL_S)


def tell(name: str, warm: list[str]) -> None:
    """Send everything once. Raises RedisError."""
    host, pid = socket.gethostname(), os.getpid()
    beat = {
        "name": name,
        "host": host,
        "pid": pid,
        "started": _started,
        "warm": warm,
        "times_ms": list(sound_times_ms),
    }
    errors = [json.dumps(error) for error in list(_errors)]
    with redis().pipeline(transaction=False) as pipeline:
        pipeline.set(f"{BEAT_KEYS}{name}:{host}:{pid}", json.dumps(beat), ex=ALIVE_S)
        if errors:
            pipeline.lpush(ERRORS_KEY, *errors)
            pipeline.ltrim(ERRORS_KEY, 0, ERRORS_KEPT - 1)
            pipeline.incrby(ERROR_COUNT_KEY, len(errors))
        pipeline.execute()
    for _ in errors:
        _errors.popleft()


def beats() -> list[dict[str, Any]]:
    """What every living process told last. Raises RedisError."""
    keys = sorted(redis().scan_iter(match=f"{BEAT_KEYS}*", count=1000))
    return [json.loads(value) for value in redis().mget(keys) if value] if keys else []


def recent_errors() -> list[dict[str, Any]]:
    """Newest first. Raises RedisError."""
    return [json.loads(value) for value in redis().lrange(ERRORS_KEY, 0, -1)]


def error_count() -> int:
    """How many there were since Redis started. Raises RedisError."""
    return int(redis().get(ERROR_COUNT_KEY) or 0)
