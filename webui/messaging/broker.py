"""The connection to Redis that carries replies, prepared sounds, vitals and counts of requests. Celery holds
its own.
"""

from functools import cache

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as Disconnected
from redis.retry import Retry


@cache
def redis() -> "Redis":
    """One pooled client per process, safe for threads. A request would rather fail than wait for retries."""
    client: Redis = Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=settings.REQUEST_DEADLINE_S + 0.5,  # longer than the longest blocking call
        socket_connect_timeout=2,
        retry=Retry(NoBackoff(), 1, supported_errors=(Disconnected,)),
    )
    return client
