"""One clock for all processes, on whatever machine: Redis's.

Each process measures how far Redis's clock is from its own monotonic one, and again every few seconds
(`webui.messaging.vitals`). So a message's deadline means the same to who sends and to who receives it,
although their own clocks differ, and asking for the time asks nobody.
"""

import time

from webui.messaging.broker import redis

_ahead_s: float | None = None
"""Redis's clock minus this process's monotonic one; None before the first measurement."""


def now_s() -> float:
    """Seconds since the epoch by Redis's clock. Raises RedisError if it never answered so far."""
    return time.monotonic() + (measure() if _ahead_s is None else _ahead_s)


def measure() -> float:
    """Ask Redis for the time, and keep the difference; returns it. Raises RedisError."""
    global _ahead_s  # noqa: PLW0603  # a process has one
    asked_s = time.monotonic()
    seconds, microseconds = redis().time()
    answered_s = time.monotonic()
    _ahead_s = float(seconds + microseconds / 1e6 - (asked_s + answered_s) / 2)
    return _ahead_s
