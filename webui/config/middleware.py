"""Headers of every answer."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from webui.config.bundles import RENDERER_SCRIPT

POLICY = (
    "default-src 'self'; script-src 'self'{wasm}; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
"""What pages never ask a browser for. They do ask for MIDI."""


def private_answers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Add headers that keep answers from other sites, and those to an account from every cache.

    A view that has set one of them knows better. Who asks is not looked up: a sound must not wait for it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Add a Content-Security-Policy that allows files of this server only.

    A style element that a library makes needs the nonce `request.csp_nonce`.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        nonce = secrets.token_urlsafe(16)
        request.csp_nonce = nonce  # type: ignore[attr-defined]
        response = get_response(request)
        # a worker obeys the policy of its own answer: so WebAssembly runs in this one script alone
        wasm = " 'wasm-unsafe-eval'" if request.path.endswith(RENDERER_SCRIPT) else ""
        response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce, wasm=wasm))
        return response

    return middleware
