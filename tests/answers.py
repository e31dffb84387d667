"""Hold every answer of the API that a test receives against `/api/schema/`.

The settings for tests add the middleware `check_answers`, which checks the answers to Django's test clients.
`tests/conftest.py` sets a hook of `requests`, which checks the answers of the running instrument.
`tests/received.py` checks those that the page of a browser test received. An answer that the schema does not
document fails the test that received it.
"""

import gzip
import json
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache, lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator, FormatChecker

PROBLEM = "application/problem+json"
SITE = "webui.config.urls"
UNDESCRIBED = ("/api/schema/", "/api/docs/")
"""The description itself, and its reader."""

NO_SUCH_METHOD = {401, 403, 405}
NOTHING_THERE = 404


def _is_moment(value: object) -> bool:
    """ISO 8601 with a time zone; raises ValueError for text of another form."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


FORMATS = FormatChecker()
FORMATS.checks("date-time", raises=ValueError)(_is_moment)


class UndocumentedAnswer(AssertionError):
    """An answer that the schema does not allow."""


def check_answer(method: str, path: str, status: int, content_type: str, body: bytes | None) -> None:
    """Raise UndocumentedAnswer unless the schema documents this answer to a call below /api/.

    A body of None is not at hand, for instance of a file that is streamed, and is not checked.
    """
    if not path.startswith("/api/") or path in UNDESCRIBED or method == "OPTIONS":
        return
    call, media_type = f"{method} {path}: {status}", content_type.partition(";")[0].strip()
    found = _documented(method, path, status)
    if found is None:
        raise UndocumentedAnswer(f"{call} is not documented")
    if body == b"" and (method == "HEAD" or not found):
        return
    if media_type not in found:
        raise UndocumentedAnswer(f"{call} is documented as {[*found]}, not {media_type}")
    if body is None or not media_type.endswith("json"):
        return
    if complaint := _complaint(found[media_type], body):
        raise UndocumentedAnswer(f"{call}: {complaint}")


def _documented(method: str, path: str, status: int) -> dict[str, str] | None:
    """Schemas, as JSON by media type, of what a call may answer under a status; None for another status."""
    try:
        route = resolve(path, SITE).route
    except Resolver404:
        return _problem() if status == NOTHING_THERE else None
    calls = schema()["paths"]["/" + _templated(route)]
    call = calls.get("get" if method == "HEAD" else method.lower())
    if call is None:
        return _problem() if status in NO_SUCH_METHOD else None
    answer = call["responses"].get(str(status))
    if answer is None:
        return None
    return {name: json.dumps(content["schema"]) for name, content in answer.get("content", {}).items()}


def _problem() -> dict[str, str]:
    return {PROBLEM: json.dumps({"$ref": "#/components/schemas/Problem"})}


def _templated(route: str) -> str:
    """As OpenAPI writes it: `runs/<int:pk>/` is `runs/{id}/`."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route).replace("{pk}", "{id}")


@lru_cache(maxsize=200)
def _complaint(expected: str, body: bytes) -> str:
    """What is wrong with a body; empty if it fits. Kept, since a map of hundreds of landmarks takes long."""
    first = next(_validator(expected).iter_errors(json.loads(body)), None)
    return f"{first.json_path}: {first.message[:300]}" if first else ""


@cache
def _validator(expected: str) -> Any:
    whole = {**json.loads(expected), "components": schema()["components"]}
    return Draft202012Validator(whole, format_checker=FORMATS)


@cache
def schema() -> dict[str, Any]:
    """What /api/schema/ answers, each object closed against members that it does not name."""
    generated = SchemaGenerator(urlconf=SITE).get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    plain: dict[str, Any] = json.loads(json.dumps(generated, default=str))
    for component in plain["components"]["schemas"].values():
        _close(component)
    return plain


def _close(part: Any) -> None:
    if isinstance(part, dict):
        if "properties" in part:
            part.setdefault("additionalProperties", False)
        for inner in part.values():
            _close(inner)
    elif isinstance(part, list):
        for inner in part:
            _close(inner)


def check_answers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: check what each view answers. Files that are streamed are checked without their content."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        body = None if response.streaming else response.content
        if body is not None and response.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        content_type = response.headers.get("Content-Type", "")
        check_answer(request.method or "", request.path_info, response.status_code, content_type, body)
        return response

    return middleware


def check_received(answer: requests.Response, **options: Any) -> None:
    """Hook of a session of `requests`: check what the running instrument answers."""
    method, path = answer.request.method or "", urlsplit(answer.url).path
    content_type = answer.headers.get("Content-Type", "")
    body = None if options.get("stream") else answer.content
    check_answer(method, unquote(path), answer.status_code, content_type, body)
