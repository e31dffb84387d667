"""Roles. Every address of the site is in one of two tables: a new address that is in none fails here."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from webui.accounts import Role
from webui.models import Dataset, Run

pytestmark = pytest.mark.django_db

CALLS: dict[tuple[str, str], Role] = {
    ("GET", "api/models/"): Role.ANYBODY,
    ("GET", "api/models/<str:name>/"): Role.ANYBODY,
    ("GET", "api/models/<str:name>/map/"): Role.ANYBODY,
    ("POST", "api/models/<str:name>/rollback/"): Role.PUBLISHER,
    ("POST", "api/models/<str:name>/retire/"): Role.PUBLISHER,
    ("POST", "api/models/<str:name>/locate/"): Role.ANYBODY,
    ("POST", "api/models/<str:name>/kit/"): Role.ANYBODY,
    ("GET", "api/models/<str:name>/<str:version>/sound.wav"): Role.ANYBODY,
    ("GET", "api/models/<str:name>/<str:version>/player.tflite"): Role.ANYBODY,
    ("GET", "api/models/<str:name>/<str:version>/encoder.tflite"): Role.ANYBODY,
    ("GET", "api/models/<str:name>/<str:version>/pitch/"): Role.ANYBODY,
    ("GET", "api/datasets/"): Role.VIEWER,
    ("POST", "api/datasets/"): Role.TRAINER,
    ("GET", "api/datasets/<int:pk>/"): Role.VIEWER,
    ("GET", "api/datasets/<int:pk>/files/"): Role.VIEWER,
    ("GET", "api/datasets/<int:pk>/files/<int:index>/before.wav"): Role.VIEWER,
    ("GET", "api/datasets/<int:pk>/files/<int:index>/after.wav"): Role.VIEWER,
    ("GET", "api/datasets/<int:pk>/survey/"): Role.VIEWER,
    ("GET", "api/datasets/<int:pk>/versions/"): Role.VIEWER,
    ("POST", "api/datasets/<int:pk>/versions/"): Role.TRAINER,
    ("GET", "api/health/"): Role.VIEWER,
    ("GET", "api/audit/"): Role.VIEWER,
    ("GET", "api/runs/"): Role.VIEWER,
    ("POST", "api/runs/"): Role.TRAINER,
    ("GET", "api/runs/estimate/"): Role.VIEWER,
    ("GET", "api/runs/<int:pk>/"): Role.VIEWER,
    ("GET", "api/runs/<int:pk>/log/"): Role.VIEWER,
    ("GET", "api/runs/<int:pk>/previews/"): Role.VIEWER,
    ("GET", "api/runs/<int:pk>/previews/<int:step>/<int:position>.wav"): Role.VIEWER,
    ("GET", "api/runs/<int:pk>/report/"): Role.VIEWER,
    ("POST", "api/runs/<int:pk>/cancel/"): Role.TRAINER,
    ("POST", "api/runs/<int:pk>/resume/"): Role.TRAINER,
    ("POST", "api/runs/<int:pk>/publish/"): Role.PUBLISHER,
    ("GET", ""): Role.ANYBODY,
    ("GET", "dashboard/"): Role.VIEWER,
    ("GET", "dashboard/datasets/<int:pk>/"): Role.VIEWER,
    ("GET", "dashboard/runs/<int:pk>/"): Role.VIEWER,
}
OPEN_TO_ALL = {
    "api/schema/",
    "api/docs/",
    "login/",
    "logout/",
    "favicon.ico",
    "service-worker.js",
    "manifest.webmanifest",
    "healthz",
    "readyz",
    "metrics",
}
"""Views of libraries and plain functions. Django's admin checks permissions itself and is tested below."""

ROLES = ["anonymous", "outsider", "staff", "viewer", "trainer", "publisher", "admin"]
HAS = {
    "anonymous": {Role.ANYBODY},
    "outsider": {Role.ANYBODY},
    "staff": {Role.ANYBODY, Role.VIEWER},
    "viewer": {Role.ANYBODY, Role.VIEWER},
    "trainer": {Role.ANYBODY, Role.VIEWER, Role.TRAINER},
    "publisher": set(Role),
    "admin": set(Role),
}


def routes(patterns: list[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from () if route == "admin/" else routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def declared(callback: Any) -> dict[str, Role]:
    """The declared role of each method of a view; a page has one role for all methods."""
    access = getattr(getattr(callback, "view_class", None) or getattr(callback, "cls", None), "access", None)
    return {"GET": access} if isinstance(access, Role) else access or {}


def client_of(role: str) -> APIClient:
    client = APIClient()
    if role == "anonymous":
        return client
    user = User.objects.create_user(role, is_staff=role in {"staff", "admin"}, is_superuser=role == "admin")
    if role in {"viewer", "trainer", "publisher"}:
        user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return client


def address(route: str) -> str:
    values = {"<str:name>": "tom", "<str:version>": "1", "<int:pk>": "1", "<int:index>": "0"}
    values |= {"<int:step>": "1", "<int:position>": "1"}
    for name, value in values.items():
        route = route.replace(name, value)
    return f"/{route}"


def test_every_address_declares_its_role() -> None:
    found = {
        (method, route): role
        for route, callback in routes(get_resolver().url_patterns)
        if route not in OPEN_TO_ALL
        for method, role in (declared(callback) or {"no role": Role.ANYBODY}).items()
    }
    assert found == CALLS


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_call_its_addresses_and_no_others(role: str, folders: object, broker: None) -> None:
    client = client_of(role)
    for (method, route), needed in CALLS.items():
        dataset = Dataset.objects.create(pk=1, name="d", state="ready")
        Run.objects.create(pk=1, dataset=dataset, preset="modal", name="tom")
        answer = client.generic(method, address(route), "{}", "application/json")
        if needed in HAS[role]:
            assert answer.status_code not in {401, 403}, (method, route)
        elif route.startswith("dashboard/"):
            assert answer.status_code == (302 if role == "anonymous" else 403)
        else:
            assert answer.status_code == (401 if role == "anonymous" else 403), (method, route)
            assert Run.objects.get().state == "queued"
        Run.objects.all().delete()
        Dataset.objects.all().delete()


@pytest.mark.parametrize("role", ROLES)
def test_the_dashboard_shows_what_a_role_may_do(role: str) -> None:
    answer = client_of(role).get("/dashboard/")
    if Role.VIEWER not in HAS[role]:
        assert answer.status_code in {302, 403}
        return
    html = answer.content.decode()
    assert ("dataset-form" in html) == (Role.TRAINER in HAS[role])
    assert ("run-form" in html) == (Role.TRAINER in HAS[role])
    assert (' publisher"' in html) == (Role.PUBLISHER in HAS[role])


@pytest.mark.parametrize("path", ["", "webui/auditentry/", "webui/run/", "auth/user/"])
@pytest.mark.parametrize("role", ROLES)
def test_the_admin_pages_are_for_staff_with_permission(role: str, path: str) -> None:
    answer = client_of(role).get(f"/admin/{path}")
    may = role == "admin" or (role == "staff" and path == "")
    assert (answer.status_code == 200) == may, answer.status_code


def test_a_viewer_who_is_staff_reads_the_audit_log_in_the_admin_and_changes_nothing() -> None:
    client = client_of("staff")
    User.objects.get().groups.add(Group.objects.get(name="viewer"))
    assert client.get("/admin/webui/auditentry/").status_code == 200
    assert client.get("/admin/webui/auditentry/add/").status_code == 403


def test_a_deactivated_account_may_do_nothing() -> None:
    client = client_of("publisher")
    User.objects.update(is_active=False)
    assert client.get("/api/runs/").status_code in {401, 403}


def test_only_as_many_forwarded_addresses_as_proxies_are_trusted(settings: Settings, rf: Any) -> None:
    from webui.accounts import client_address

    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 1.2.3.4")
    assert client_address(request) == "10.0.0.1"
    settings.NUM_PROXIES = 1
    assert client_address(request) == "1.2.3.4"
    assert client_address(rf.get("/", REMOTE_ADDR="10.0.0.1")) == "10.0.0.1"
