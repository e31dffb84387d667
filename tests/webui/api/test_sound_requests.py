"""Requests for sounds without workers: refusals, 304, and 503."""

from pathlib import Path

import pytest
from django.http import QueryDict
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from tests.webui.artefacts import publish_version
from webui.addresses import SoundAddress
from webui.services.models import models_register

pytestmark = pytest.mark.django_db
SOUND = "/api/models/tom/1/sound.wav?x=0.5&y=0.25"


@pytest.fixture(autouse=True)
def tom(models_dir: Path) -> None:
    publish_version(models_dir)
    models_register()


@pytest.mark.parametrize("query", ["", "?x=2&y=0", "?x=0&y=0&bits=9", "?x=0&y=0&y=1", "?x=0&y=0&colour=red"])
def test_a_wrong_parameter_is_a_400_problem(query: str, anonymous: APIClient) -> None:
    answer = anonymous.get(f"/api/models/tom/1/sound.wav{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "detail", "retry", "parameters"}


@pytest.mark.parametrize("path", ["tom/2", "tim/1", "tom/..", "tom/1%00", "to%00m/1"])
def test_an_unknown_version_is_a_404_problem(path: str, anonymous: APIClient) -> None:
    answer = anonymous.get(f"/api/models/{path}/sound.wav?x=0&y=0")
    assert answer.status_code == 404
    assert answer.json()["status"] == 404


def test_a_sound_that_the_client_has_is_not_rendered_again(anonymous: APIClient) -> None:
    """There is no broker here: a request to a worker would end with 503."""
    tag = SoundAddress.parse("tom", "1", QueryDict(SOUND.partition("?")[2])).etag
    answer = anonymous.get(SOUND, HTTP_IF_NONE_MATCH=f'"other", W/{tag}')
    assert answer.status_code == 304
    assert answer["ETag"] == tag
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not answer.content


def test_without_a_broker_the_answer_has_retry_after(anonymous: APIClient) -> None:
    answer = anonymous.get(SOUND)
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) >= 1
    assert "Cache-Control" not in answer


def test_without_a_worker_the_deadline_holds(broker: None, anonymous: APIClient, settings: Settings) -> None:
    settings.REQUEST_DEADLINE_S = 0.2
    answer = anonymous.get(SOUND)
    assert answer.status_code == 503
    assert "Retry-After" in answer


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_sounds_are_only_read(method: str, anonymous: APIClient) -> None:
    assert getattr(anonymous, method)(SOUND).status_code == 405
