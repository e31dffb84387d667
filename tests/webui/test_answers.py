"""The check of answers itself: what the schema documents passes, everything else fails a test."""

import json
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from rest_framework.test import APIClient

from tests.answers import UndocumentedAnswer, check_answer

AXIS = {"name": "brightness", "low": "dark", "high": "bright"}
MAP = {
    "name": "tom",
    "version": "1",
    "axes": [AXIS],
    "points": [{"name": "a.wav", "x": 0.5, "y": 0.5}],
    "player": None,
}
PROBLEM = {
    "type": "/problems/not-found",
    "title": "Not found",
    "status": 404,
    "detail": "There is no model.",
    "retry": False,
    "parameters": {},
}
PATH = "/api/models/tom/map/"


def check(
    body: Any,
    status: int = 200,
    *,
    method: str = "GET",
    address: str = PATH,
    content_type: str = "application/json",
) -> None:
    check_answer(method, address, status, content_type, json.dumps(body).encode())


def test_documented_answers_pass() -> None:
    check(MAP)
    for status in (404, 409, 503):
        check(PROBLEM, status, content_type="application/problem+json")
    check(PROBLEM, 405, method="DELETE", content_type="application/problem+json")
    check(PROBLEM, 404, address="/api/nothing/", content_type="application/problem+json")
    check_answer("GET", "/api/models/tom/1/sound.wav", 304, "", b"")
    check_answer("HEAD", PATH, 200, "application/json", b"")
    check("a page", address="/dashboard/", content_type="text/html")


@pytest.mark.parametrize(
    "changes",
    [
        {"colour": "red"},
        {"version": 1},
        {"version": None},
        {"points": [{"name": "a.wav", "x": 0.5}]},
        {"points": [{"name": "a.wav", "x": 0.5, "y": 0.5, "z": 0.5}]},
    ],
)
def test_other_members_fail(changes: dict[str, Any]) -> None:
    with pytest.raises(UndocumentedAnswer):
        check(MAP | changes)


def test_a_missing_member_fails() -> None:
    with pytest.raises(UndocumentedAnswer, match="axes"):
        check({name: value for name, value in MAP.items() if name != "axes"})


def test_a_moment_without_a_time_zone_fails() -> None:
    entry: dict[str, Any] = {"id": 1, "who": None, "action": "publish", "subject": "tom@1", "detail": {}}
    check([{**entry, "at": "2026-01-01T00:00:00Z"}], address="/api/audit/")
    for at in ("2026-01-01T00:00:00", "yesterday"):
        with pytest.raises(UndocumentedAnswer):
            check([{**entry, "at": at}], address="/api/audit/")


@pytest.mark.parametrize(
    ("status", "options"),
    [
        (418, {}),
        (200, {"content_type": "text/html"}),
        (200, {"method": "DELETE"}),
        (200, {"address": "/api/nothing/"}),
        (404, {}),
    ],
)
def test_other_statuses_and_types_fail(status: int, options: dict[str, str]) -> None:
    with pytest.raises(UndocumentedAnswer):
        check(MAP, status, **options)


def teapot(request: HttpRequest) -> HttpResponse:
    return HttpResponse("short and stout", status=418)


urlpatterns = [path("api/models/", teapot)]


@pytest.mark.urls(__name__)
def test_the_answers_to_test_clients_are_checked(anonymous: APIClient) -> None:
    with pytest.raises(UndocumentedAnswer, match="418"):
        anonymous.get("/api/models/")
