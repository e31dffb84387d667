"""Limits on how often a client may call."""

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from webui.accounts import client_network
from webui.messaging import rates


class MinuteThrottle(BaseThrottle):
    """At most `limit` requests of a client within any minute. Refused requests do not count."""

    scope: str
    limit: int

    def __init__(self) -> None:
        self._wait_s = 0.0

    def allow_request(self, request: Request, view: APIView) -> bool:
        _, self._wait_s = rates.take(self.scope, client_network(request._request), self.limit)
        return not self._wait_s

    def wait(self) -> float:
        return self._wait_s


class LocateThrottle(MinuteThrottle):
    scope = "locates"
    limit = settings.LOCATES_PER_MINUTE


class KitThrottle(MinuteThrottle):
    scope = "kits"
    limit = settings.KITS_PER_MINUTE
