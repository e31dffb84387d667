"""Limits on sign-in: a password takes a third of a second of a core, which sounds need, too.

An address, and all together, are refused after too many wrong ones within a minute. One is checked at a time,
and few wait for that. Sign-ins that succeed do not count.
"""

import logging
import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from redis.exceptions import RedisError

from webui.accounts import client_network
from webui.messaging import rates
from webui.messaging.broker import redis

logger = logging.getLogger(__name__)

EVERYBODY = "everybody"
KNOWN_FOR_S = 30 * 24 * 3600
"""So long an address from which somebody has signed in is not refused because of others' wrong passwords."""

LINE = 4
BUSY_S = 5.0

_line = threading.BoundedSemaphore(LINE)
_checking = threading.Lock()

Answer = Callable[[HttpRequest], HttpResponse]


def limit_sign_in(get_response: Answer) -> Answer:
    """Middleware: answer 429 to attempts to sign in beyond the limits."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or request.path not in _sign_in_paths():
            return get_response(request)
        request.POST  # noqa: B018  # the body is received before anybody waits for it
        with _counted(request) as wait_s, _in_line() as is_in_line:
            if wait_s or not is_in_line:
                return _too_many(request, wait_s or BUSY_S)
            with _checking:
                return get_response(request)

    return middleware


@cache
def _sign_in_paths() -> tuple[str, ...]:
    return reverse("login"), reverse("admin:login")


@contextmanager
def _in_line() -> Iterator[bool]:
    """Whether there is room in the line for the time of the block."""
    is_free = _line.acquire(blocking=False)
    try:
        yield is_free
    finally:
        if is_free:
            _line.release()


@contextmanager
def _counted(request: HttpRequest) -> Iterator[float]:
    """Count an attempt, unless it succeeds; yields after how many seconds to try again, 0 if now."""
    address = client_network(request)
    limits = [(address, settings.SIGN_INS_PER_MINUTE)]
    if not _is_known(address):
        limits.append((EVERYBODY, settings.ALL_SIGN_INS_PER_MINUTE))
    entries, wait_s = {}, 0.0
    try:
        for who, limit in limits:
            entries[who], wait_s = rates.take("sign-ins", who, limit)
            if wait_s:
                break
    except RedisError:
        logger.warning("Attempts to sign in are not counted without Redis", exc_info=True)
    yield wait_s
    if request.user.is_authenticated:
        with suppress(RedisError):
            redis().set(_known_key(address), 1, ex=KNOWN_FOR_S)
            for who, entry in entries.items():
                rates.give_back("sign-ins", who, entry)


def _is_known(address: str) -> bool:
    with suppress(RedisError):
        return bool(redis().exists(_known_key(address)))
    return False


def _known_key(address: str) -> str:
    return f"drumscape:signed-in:{address}"


def _too_many(request: HttpRequest, wait_s: float) -> HttpResponse:
    response = render(request, "registration/login.html", {"is_busy": True}, status=429)
    response["Retry-After"] = str(math.ceil(wait_s))
    return response
