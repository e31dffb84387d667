"""Failures outside any API view: a problem document below /api/, a page elsewhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views import csrf, defaults

from webui.api.problems import GONE, problem


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler404`."""
    return problem("not-found", GONE) if _is_api(request) else defaults.page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler400`."""
    if _is_api(request):
        return problem("malformed-request", "The request is malformed: check its headers and body.")
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`."""
    if _is_api(request):
        return problem(
            "server-error",
            "Something went wrong on our side: try again, or report it to an admin.",
        )
    return defaults.server_error(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's `CSRF_FAILURE_VIEW`."""
    if _is_api(request):
        return problem("page-out-of-date", "The page is out of date: load it again.")
    return csrf.csrf_failure(request, reason)


def _is_api(request: Any) -> bool:
    return bool(request.path.startswith("/api/"))
