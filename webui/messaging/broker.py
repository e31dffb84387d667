"""The connection to Redis for replies, prepared samples, vitals and request counts; Celery has another."""

from functools import cache

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as Disconnected
from redis.retry import Retry


@cache
def redis() -> "Redis":
    """The client of this process, safe for threads. It retries a broken connection once, without a pause."""
    client: Redis = Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=settings.REQUEST_DEADLINE_S + 0.5,  # longer than the longest blocking call
        socket_connect_timeout=2,
        retry=Retry(NoBackoff(), 1, supported_errors=(Disconnected,)),
    )
    return client
