"""What every process reports about itself through Redis: that it lives, which models it keeps loaded, how
long its sounds take, when its background duties were done last, and which errors it logged.

A process notes all of this in memory. A thread sends it every `EVERY_S` seconds, so that no sound waits.
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

from webui.messaging import clock
from webui.messaging.broker import redis

EVERY_S = 3.0
ALIVE_S = 12
"""A process that has reported nothing for so long counts as gone."""

LATE_S = 60.0
"""A duty that was done longer ago is late: something keeps its thread from working."""

FAREWELL_S = 5.0
"""The longest that an ending process waits for a report that is being sent."""

TIMES_KEPT = 200
ERRORS_KEPT = 100
BEAT_KEYS = "drumscape:alive:"
ERRORS_KEY, ERROR_COUNT_KEY = "drumscape:errors", "drumscape:errors:count"

sound_times_ms: deque[float] = deque(maxlen=TIMES_KEPT)
"""How long the latest sounds of this process took."""

_done_at: dict[str, float] = {}
"""By duty: when it was done last, in seconds since the epoch; when it began, before the first time."""

_errors: deque[dict[str, Any]] = deque(maxlen=ERRORS_KEPT)
_started = time.time()
_beating = threading.Event()
_ending = threading.Event()
_name = "command"


@contextmanager
def timed_sound() -> Iterator[None]:
    """Note how long a sound, or a search, takes, also when it raises: a client waited for that long."""
    start = time.perf_counter()
    try:
        yield
    finally:
        sound_times_ms.append(round(1000 * (time.perf_counter() - start), 3))


def duty_done(name: str) -> None:
    """Note that a duty of this process, a task that it repeats in the background, begins or was done."""
    _done_at[name] = time.time()


class RecentErrors(logging.Handler):
    """Notes errors for the reporting thread to send: logging never waits for Redis."""

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


def keep_reporting(name: str, warm: Callable[[], list[str]] = list) -> None:
    """Report now and every `EVERY_S` seconds, in a thread, as a process called `name`.

    `warm` returns the models that the process keeps loaded, as name@version.
    """
    global _name  # noqa: PLW0603  # a process keeps its name
    _name = name
    logging.getLogger().addHandler(RecentErrors(level=logging.ERROR))
    if not _beating.is_set():
        _beating.set()
        reporter = threading.Thread(target=_report_forever, args=(warm,), name="vitals", daemon=True)
        reporter.start()
        atexit.register(_stop_reporting, reporter)


def _report_forever(warm: Callable[[], list[str]]) -> None:
    while True:
        with suppress(RedisError):  # the next round reports it
            clock.measure()
            report(_name, warm())
        if _ending.wait(EVERY_S):
            return


def _stop_reporting(reporter: threading.Thread) -> None:
    """Let the thread finish: stopped inside the Redis client it would hold a lock that the exit waits for."""
    _ending.set()
    reporter.join(FAREWELL_S)


def report(name: str, warm: list[str]) -> None:
    """Send one report. Raises RedisError."""
    host, pid = socket.gethostname(), os.getpid()
    beat = {
        "name": name,
        "host": host,
        "pid": pid,
        "started": _started,
        "warm": warm,
        "times_ms": list(sound_times_ms),
        "reported": time.time(),
        "duties": dict(_done_at),
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
    """The latest report of every living process. Raises RedisError."""
    keys = sorted(redis().scan_iter(match=f"{BEAT_KEYS}*", count=1000))
    return [json.loads(value) for value in redis().mget(keys) if value] if keys else []


def duty_ages_s(beat: dict[str, Any]) -> dict[str, float]:
    """By duty of a process: how many seconds before its report it was done last.

    By the process's own clock, as clocks of machines differ. Processes of an older release, which may still
    run during an upgrade, report no duties.
    """
    return {name: beat["reported"] - done_at for name, done_at in beat.get("duties", {}).items()}


def recent_errors() -> list[dict[str, Any]]:
    """The latest `ERRORS_KEPT` errors, newest first. Raises RedisError."""
    return [json.loads(value) for value in redis().lrange(ERRORS_KEY, 0, -1)]


def error_count() -> int:
    """How many errors were logged since Redis started. Raises RedisError."""
    return int(redis().get(ERROR_COUNT_KEY) or 0)
