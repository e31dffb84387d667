"""Take no more searches than can be answered in time; refuse the others at once.

A search that begins too late is computed for nobody, and those behind it come too late as well. Redis keeps
one entry of each search that is under way, in a sorted set by the moment at which its request ends.
"""

import math
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from django.conf import settings

from webui.errors import Busy
from webui.messaging import clock, vitals
from webui.messaging.broker import redis

KEY = "drumscape:searches"
USABLE_SHARE = 0.6
"""Of a request's time: the rest is for reading the sample, and for a machine that is busier than usual."""

USUAL_S = 0.6
"""How long a search takes, before any was measured."""

LEAST_WORKER = 4
"""So many searches are taken for each worker however long they took: those that wait get shorter ones."""

LATEST = 20
MEASURED_FOR_S = 3.0

ENTER = """
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
local count = redis.call('ZCARD', KEYS[1])
if count >= tonumber(ARGV[2]) then return count end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[4])
redis.call('EXPIRE', KEYS[1], 60)
return -1
"""

_measured: tuple[float, int, float] | None = None
"""When the workers were counted, on `time.monotonic()`; their number; how long a search takes them."""


@contextmanager
def admitted_search() -> Iterator[None]:
    """Count a search for the time of the block. Raises Busy at once where it would come too late."""
    workers, each_s = _capacity()
    in_time = math.floor(USABLE_SHARE * settings.REQUEST_DEADLINE_S / each_s)
    most = workers * max(LEAST_WORKER, in_time)
    entry, now_s = uuid.uuid4().hex, clock.now_s()
    end_s = now_s + settings.REQUEST_DEADLINE_S
    under_way = redis().eval(ENTER, 1, KEY, now_s, most, end_s, entry)
    if under_way >= 0:
        wait_s = math.ceil(under_way * each_s / workers)
        raise Busy(f"Many samples are being located: drop yours again in {wait_s} seconds.", wait_s=wait_s)
    try:
        yield
    finally:
        redis().zrem(KEY, entry)


def searches_under_way() -> int:
    """How many searches are counted now, that of the caller included. Raises RedisError."""
    return int(redis().zcount(KEY, clock.now_s(), "+inf"))


def _capacity() -> tuple[int, float]:
    """The number of locate workers, at least one, and the median of their latest searches in seconds."""
    global _measured  # noqa: PLW0603  # counted once for all threads of the process
    if _measured is None or time.monotonic() - _measured[0] > MEASURED_FOR_S:
        beats = [beat for beat in vitals.beats() if beat["name"] == "locate"]
        times_ms = [ms for beat in beats for ms in beat["times_ms"][-LATEST:]]
        each_s = median(times_ms) / 1000 if times_ms else USUAL_S
        _measured = time.monotonic(), max(1, len(beats)), min(max(each_s, 0.1), settings.REQUEST_DEADLINE_S)
    return _measured[1:]
