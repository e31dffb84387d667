"""Headers of every answer, the documentation of the API, health checks and metrics."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from sampler.audio.options import option_table

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/api/docs/",
    "/api/docs/?script=",
    "/api/schema/",
    "/admin/login/",
    "/healthz",
    "/nothing/here",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_has_a_strict_policy(path: str, models_dir: Path, anonymous: APIClient) -> None:
    answer = anonymous.get(path)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "microphone=()" in answer["Permissions-Policy"]


def test_no_cache_keeps_what_an_account_reads(staff: APIClient, anonymous: APIClient) -> None:
    assert staff.get("/api/runs/")["Cache-Control"] == "no-store"
    assert "Cache-Control" not in anonymous.get("/api/models/")


def test_every_answer_has_another_nonce(anonymous: APIClient) -> None:
    nonces = {
        re.findall(r"nonce-([^']+)", anonymous.get("/healthz")["Content-Security-Policy"])[0] for _ in "ab"
    }
    assert len(nonces) == 2


def test_the_docs_need_nothing_inline_and_nothing_from_elsewhere(anonymous: APIClient) -> None:
    html = anonymous.get("/api/docs/").content.decode()
    assert "<style" not in html
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", html))
    assert not re.search(r"(src|href)=\"(https?:)?//", html)


def test_the_schema_is_valid(tmp_path: Path) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))
    schema = (tmp_path / "schema.yml").read_text()
    for path in (
        "/api/models/{name}/{version}/sound.wav:",
        "/api/models/{name}/locate/:",
        "/api/runs/{id}/publish/:",
    ):
        assert path in schema or path.replace("{id}", "{pk}") in schema


def test_the_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("path", ["/api/nothing/", "/api/models/tom/1/sound.mp3"])
def test_an_unknown_address_below_api_is_a_problem(path: str, anonymous: APIClient) -> None:
    answer = anonymous.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("accept", ["audio/wav", "text/html", "nonsense"])
def test_an_answer_does_not_depend_on_the_accept_header(accept: str, anonymous: APIClient) -> None:
    answer = anonymous.get("/api/models/tom/1/sound.wav?x=0&y=0", headers={"accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert anonymous.get("/api/models/", headers={"accept": accept}).json() == []


def test_a_body_without_an_end_is_refused(staff: APIClient) -> None:
    answer = staff.generic("POST", "/api/runs/", "[" * 100_000, "application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert "nested" in answer.json()["detail"]


def test_another_host_is_a_problem(anonymous: APIClient) -> None:
    answer = anonymous.get("/api/models/", HTTP_HOST="evil.example")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_alive_and_ready_are_different(anonymous: APIClient) -> None:
    assert anonymous.get("/healthz").json() == {"status": "ok"}
    answer = anonymous.get("/readyz")
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) >= 1


def test_metrics_count_requests_by_route(anonymous: APIClient) -> None:
    anonymous.get("/api/models/")
    text = anonymous.get("/metrics").content.decode()
    assert 'drumscape_request_seconds_count{method="GET",route="api/models/",status="200"}' in text


def test_metrics_hold_no_names_from_requests(anonymous: APIClient) -> None:
    anonymous.generic("BREW", "/healthz")
    text = anonymous.get("/metrics").content.decode()
    assert 'method="other",route="healthz"' in text
    assert "BREW" not in text


def test_metrics_hold_the_lengths_of_queues(broker: None, anonymous: APIClient) -> None:
    assert 'drumscape_queue_messages{queue="decode"}' in anonymous.get("/metrics").content.decode()


def test_the_studio_brings_the_table_of_render_options(anonymous: APIClient) -> None:
    """As a block of data, which the policy lets pass since nothing in it is run; sliders are made from it."""
    page = anonymous.get("/").content.decode()
    found = re.search(r'<script id="render-options" type="application/json">(.*?)</script>', page)
    assert found is not None
    table = json.loads(found[1])
    assert table == json.loads(json.dumps(option_table()))
    sliders = re.findall(r'<input type="range" id="shape-(\w+)" min="(\S+)" max="(\S+)" step="(\S+)"', page)
    assert sliders == [
        (option["name"], *(str(option["slider"]["travel"][end]) for end in ("min", "max", "step")))
        for option in table
        if option["slider"]
    ]
