"""How often something may happen within a minute, counted in Redis for all web processes together."""

import uuid

from webui.messaging import clock
from webui.messaging.broker import redis

WINDOW_S = 60


def take(scope: str, who: str, limit: int) -> tuple[str, float]:
    """Count one event of `who`; returns its entry and 0, or after how many seconds to try again.

    Refused events do not count. Raises RedisError.
    """
    key, entry, now_s = _key(scope, who), uuid.uuid4().hex, clock.now_s()
    with redis().pipeline(transaction=True) as pipeline:
        pipeline.zremrangebyscore(key, 0, now_s - WINDOW_S)
        pipeline.zadd(key, {entry: now_s})
        pipeline.zcard(key)
        pipeline.zrange(key, 0, 0, withscores=True)
        pipeline.expire(key, WINDOW_S)
        _, _, count, oldest, _ = pipeline.execute()
    if count <= limit:
        return entry, 0.0
    give_back(scope, who, entry)
    return entry, max(0.001, oldest[0][1] + WINDOW_S - now_s)


def give_back(scope: str, who: str, entry: str) -> None:
    """Let an event not count after all. Raises RedisError."""
    redis().zrem(_key(scope, who), entry)


def _key(scope: str, who: str) -> str:
    return f"drumscape:{scope}:{who}"
