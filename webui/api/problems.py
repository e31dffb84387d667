"""Every failure as a problem document (RFC 9457): one sentence in `detail` that tells the user what to do."""

import errno
import logging
import math
import re
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, JsonResponse
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError
from rest_framework import exceptions

from sampler import errors as library
from sampler.errors import DrumscapeError
from webui import errors
from webui.api.publishing import ReportSerializer

logger = logging.getLogger(__name__)

NOT_YOURS = "Your account may not do this: ask an admin for the role that may."
RESTARTING = "The instrument is restarting: try again in a few seconds."
DISK_FULL = "The disk is full: tell whoever runs this instrument, then try again."
GONE = "Nothing has this address: see /api/docs/ for those that exist."
CONTENT_TYPE = "application/problem+json"
STATUS_OF: dict[type[DrumscapeError], int] = {
    library.BadValue: 400,
    library.BadDataset: 400,
    library.ModelNotFound: 404,
    library.UnreadableAudio: 415,
    library.UnusableAudio: 422,
    library.BadRun: 409,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.TooLarge: 413,
    errors.NotAudio: 415,
    errors.NoWorker: 503,
}

PLAIN: dict[type[Exception], tuple[int, str]] = {
    RecursionError: (400, "The body is nested too deeply: send one as /api/docs/ describes it."),
    PermissionDenied: (403, NOT_YOURS),
    Http404: (404, GONE),
}
"""What Python and Django raise beside our own errors."""

FULL = re.compile("disk is full|No space left")
"""What SQLite says of a full disk, and what Linux does, also by way of PostgreSQL."""


def problem(status: int, detail: str, retry_after_s: float | None = None, **members: Any) -> JsonResponse:
    """The one shape of every error. Some have further `members`."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    body |= members
    response = JsonResponse(body, status=status, content_type=CONTENT_TYPE)
    if retry_after_s is not None:
        response["Retry-After"] = str(max(1, math.ceil(retry_after_s)))
    return response


def problem_handler(error: Exception, context: dict[str, Any]) -> JsonResponse | None:
    """Django REST framework's exception handler; None leaves what nobody expected to Django."""
    match error:
        case errors.Refused():
            return problem(409, error.message, report=ReportSerializer(error.compared).data)
        case DrumscapeError():
            status = next((STATUS_OF[kind] for kind in type(error).__mro__ if kind in STATUS_OF), 500)
            return problem(status, error.message, getattr(error, "retry_after_s", None))
        case RedisError() | BrokerError():
            return problem(503, RESTARTING, 2)
        case OSError(errno=errno.ENOSPC) | OperationalError() | InterfaceError():
            logger.error("Disk or database: %s", error, exc_info=error)
            return problem(507, DISK_FULL) if FULL.search(str(error)) else problem(503, RESTARTING, 2)
        case exceptions.Throttled():
            return problem(429, "That was too many at once: wait a little and try again.", _wait_s(error))
        case exceptions.APIException():
            return _framework_problem(error)
    return next((problem(*told) for kind, told in PLAIN.items() if isinstance(error, kind)), None)


def _wait_s(error: exceptions.Throttled) -> float:
    wait_s: float | None = vars(error).get("wait")
    return wait_s or 1.0


def _framework_problem(error: exceptions.APIException) -> JsonResponse:
    response = problem(error.status_code, _sentence(error))
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    return response


def _sentence(error: exceptions.APIException) -> str:
    match error:
        case exceptions.NotAuthenticated():
            return "This needs an account with a role: sign in, or send an Authorization header with a token."
        case exceptions.PermissionDenied() if error.detail == exceptions.PermissionDenied.default_detail:
            return NOT_YOURS
        case exceptions.ValidationError():
            return _first_sentence(error.detail)
    return str(error.detail)


def _first_sentence(detail: Any, field: str = "") -> str:
    """The first complaint of a nested structure of them, with the path to its field."""
    if isinstance(detail, dict):
        name, inner = next(iter(detail.items()))
        return _first_sentence(inner, field if name == "non_field_errors" else f"{field}.{name}".strip("."))
    if isinstance(detail, list):
        return _first_sentence(next(item for item in detail if item), field)
    return f"{field}: {detail}" if field else str(detail)
