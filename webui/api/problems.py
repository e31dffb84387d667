"""Every failure as a problem document (RFC 9457): one sentence in `detail` that tells the user what to do."""

import errno
import logging
import math
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, JsonResponse, UnreadablePostError
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError
from rest_framework import exceptions

from sampler.errors import DrumscapeError
from webui import errors
from webui.api.publishing import ReportSerializer

logger = logging.getLogger(__name__)

NOT_YOURS = "Your account may not do this: ask an admin for the role that may."
RESTARTING = "The instrument is restarting: try again in a few seconds."
DISK_FULL = "The disk is full: ask an admin to free space, then try again."
GONE = "Nothing has this address: see /api/docs/ for those that exist."
TOO_MANY = "That was too many at once: wait a little and try again."
CONTENT_TYPE = "application/problem+json"
FRAMEWORK_CODES = {
    "invalid": "bad-value",
    "parse_error": "malformed-request",
    "authentication_failed": "not-signed-in",
    "not_authenticated": "not-signed-in",
    "permission_denied": "not-allowed",
}
"""Django REST framework's codes that have another name here; the others only get dashes."""

PLAIN: dict[type[Exception], tuple[str, str]] = {
    RecursionError: (
        "nested-too-deeply",
        "The body is nested too deeply: send one as /api/docs/ describes it.",
    ),
    PermissionDenied: ("not-allowed", NOT_YOURS),
    Http404: ("not-found", GONE),
    UnreadablePostError: ("upload-interrupted", "What you sent did not arrive in time: send it again."),
}
"""What Python and Django raise beside our own errors."""

FULL = re.compile("disk is full|No space left")
"""What SQLite says of a full disk, and what Linux does, also by way of PostgreSQL."""


def problem(
    code: str, detail: str, parameters: Mapping[str, Any] | None = None, *, wait_s: float = 0, **members: Any
) -> JsonResponse:
    """The one shape of every error: status, title and whether a retry can help follow from the code.

    `parameters` are the values that the sentence `detail` speaks of; some problems have further `members`.
    """
    known = errors.PROBLEMS[code]
    body = {
        "type": f"/problems/{code}",
        "title": code.replace("-", " ").capitalize(),
        "status": known.status,
        "detail": detail,
        "retry": known.retry,
        "parameters": dict(parameters or {}),
    }
    response = JsonResponse(body | members, status=known.status, content_type=CONTENT_TYPE)
    if known.retry_after_s is not None:
        response["Retry-After"] = str(max(1, math.ceil(wait_s or known.retry_after_s)))
    return response


def problem_handler(error: Exception, context: dict[str, Any]) -> JsonResponse | None:
    """Django REST framework's exception handler; None leaves unexpected errors to Django."""
    match error:
        case errors.Refused():
            report = ReportSerializer(error.compared).data
            return problem(error.code, error.message, error.parameters, report=report)
        case DrumscapeError():
            return _expected(error)
        case RedisError() | BrokerError():
            return problem("restarting", RESTARTING)
        case UnreadablePostError():
            return problem(*PLAIN[UnreadablePostError])
        case OSError(errno=errno.ENOSPC) | OperationalError() | InterfaceError():
            logger.error("Disk or database: %s", error, exc_info=error)
            full = FULL.search(str(error))
            return problem("disk-full", DISK_FULL) if full else problem("restarting", RESTARTING)
        case exceptions.APIException():
            return _framework_problem(error)
    return next((problem(*content) for kind, content in PLAIN.items() if isinstance(error, kind)), None)


def _expected(error: DrumscapeError) -> JsonResponse:
    """An error of our own. The server's log has the sentence that clients must not read."""
    code = _known(error.code)
    if public := errors.PROBLEMS[code].public:
        logger.error("%s", error.message)
        return problem(code, public)
    return problem(code, error.message, error.parameters, wait_s=error.parameters.get("wait_s", 0))


def _known(code: str) -> str:
    """The code, or that of plain errors for an unknown one, which a worker of a later version may send."""
    return code if code in errors.PROBLEMS else DrumscapeError.code


def _framework_problem(error: exceptions.APIException) -> JsonResponse:
    if isinstance(error, exceptions.Throttled):
        return problem("too-many-requests", TOO_MANY, wait_s=vars(error).get("wait") or 0)
    field = _first_complaint(error.detail)[0] if isinstance(error, exceptions.ValidationError) else ""
    response = problem(_framework_code(error), _sentence(error), {"parameter": field} if field else None)
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    return response


def _framework_code(error: exceptions.APIException) -> str:
    code = FRAMEWORK_CODES.get(error.default_code, error.default_code.replace("_", "-"))
    if code == "not-signed-in" and error.status_code != HTTPStatus.UNAUTHORIZED:
        return "not-allowed"  # where no way to sign in is offered, the framework answers 403
    return code if code in errors.PROBLEMS else DrumscapeError.code


def _sentence(error: exceptions.APIException) -> str:
    match error:
        case exceptions.NotAuthenticated():
            return "This needs an account with a role: sign in, or send an Authorization header with a token."
        case exceptions.PermissionDenied() if error.detail == exceptions.PermissionDenied.default_detail:
            return NOT_YOURS
        case exceptions.ValidationError():
            return ": ".join(part for part in _first_complaint(error.detail) if part)
    return str(error.detail)


def _first_complaint(detail: Any, field: str = "") -> tuple[str, str]:
    """The path to the field and the sentence of the first complaint in nested complaints."""
    if isinstance(detail, dict):
        name, inner = next(iter(detail.items()))
        return _first_complaint(inner, field if name == "non_field_errors" else f"{field}.{name}".strip("."))
    if isinstance(detail, list):
        return _first_complaint(next(item for item in detail if item), field)
    return field, str(detail)
