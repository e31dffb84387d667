"""The connection to Redis for replies, prepared samples, vitals and request counts; Celery has another."""

from functools import cache

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as Disconnected
from redis.retry import Retry

SPARE_S = 1.0
"""How much longer a socket waits than the longest blocking call: a busy machine answers late."""


def redis() -> Redis:
    """The client of this process, safe for threads. It retries a broken connection once, without a pause."""
    return _client(settings.REDIS_URL, settings.REQUEST_DEADLINE_S)


@cache
def _client(url: str, longest_call_s: float) -> Redis:
    """One client for each pair of settings, so that a client never outlives what it was made from."""
    client: Redis = Redis.from_url(
        url,
        socket_timeout=longest_call_s + SPARE_S,
        socket_connect_timeout=2,
        retry=Retry(NoBackoff(), 1, supported_errors=(Disconnected,)),
    )
    return client
