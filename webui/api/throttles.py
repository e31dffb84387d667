"""Limits on how often a client may call, counted in Redis for all web processes together."""

import time
import uuid

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from webui.messaging.broker import redis

WINDOW_S = 60


class MinuteThrottle(BaseThrottle):
    """At most `limit` requests of a client within any minute. Refused requests do not count."""

    scope: str
    limit: int

    def __init__(self) -> None:
        self._wait_s = 0.0

    def allow_request(self, request: Request, view: APIView) -> bool:
        key, entry, now = f"drumscape:{self.scope}:{self.get_ident(request)}", uuid.uuid4().hex, time.time()
        with redis().pipeline(transaction=True) as pipeline:
            pipeline.zremrangebyscore(key, 0, now - WINDOW_S)
            pipeline.zadd(key, {entry: now})
            pipeline.zcard(key)
            pipeline.zrange(key, 0, 0, withscores=True)
            pipeline.expire(key, WINDOW_S)
            _, _, count, oldest, _ = pipeline.execute()
        if count <= self.limit:
            return True
        redis().zrem(key, entry)
        self._wait_s = oldest[0][1] + WINDOW_S - now
        return False

    def wait(self) -> float:
        return self._wait_s


class LocateThrottle(MinuteThrottle):
    scope = "locates"
    limit = settings.LOCATES_PER_MINUTE


class KitThrottle(MinuteThrottle):
    scope = "kits"
    limit = settings.KITS_PER_MINUTE
