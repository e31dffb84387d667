"""The connection to Redis that carries replies and prepared sounds. Celery holds its own."""

from functools import cache

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry


@cache
def redis() -> "Redis":
    """One pooled client per process, safe for threads. A request would rather fail than wait for retries."""
    client: Redis = Redis.from_url(
        settings.REDIS_URL, socket_timeout=None, socket_connect_timeout=2, retry=Retry(NoBackoff(), 1)
    )
    return client
