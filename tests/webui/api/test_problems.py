"""Problem documents: a stable code, its parameters, and whether a retry can help."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from rest_framework import exceptions
from rest_framework.test import APIClient

import webui.errors
from sampler.audio.options import RenderOptions
from sampler.audio.reasons import Reason, refusal
from sampler.errors import BadValue, DrumscapeError, UnreadableAudio, UnusableAudio
from webui.api.problems import problem_handler
from webui.errors import PROBLEMS, Conflict, NoWorker, WorkerFailed
from webui.messaging import replies
from webui.messaging.broker import redis


def kinds(base: type[DrumscapeError] = DrumscapeError) -> Iterator[type[DrumscapeError]]:
    yield base
    for kind in base.__subclasses__():
        yield from kinds(kind)


def answered(error: Exception) -> tuple[HttpResponse, dict[str, Any]]:
    answer = problem_handler(error, {})
    assert answer is not None
    return answer, json.loads(answer.content)


def test_every_error_has_a_known_code() -> None:
    assert {kind.code for kind in kinds()} <= set(PROBLEMS)
    assert {reason.code for reason in Reason} <= set(PROBLEMS)


def test_a_bad_value_names_its_parameter() -> None:
    with pytest.raises(BadValue) as refused:
        RenderOptions.parse({"gain": "loud"})
    answer, document = answered(refused.value)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert document == {
        "type": "/problems/bad-value",
        "title": "Bad value",
        "status": 400,
        "detail": "gain must be a number from -60 to 24 dB.",
        "retry": False,
        "parameters": {"parameter": "gain"},
    }
    assert "Retry-After" not in answer


@pytest.mark.parametrize(
    ("reason", "kind", "status"),
    [(Reason.SILENT, UnusableAudio, 422), (Reason.READER_FAILED, UnreadableAudio, 415)],
)
def test_a_refused_sample_says_why_in_its_code(
    reason: Reason, kind: type[DrumscapeError], status: int
) -> None:
    error = refusal(reason)
    assert isinstance(error, kind)
    answer, document = answered(error)
    assert (answer.status_code, document["type"]) == (
        status,
        f"/problems/sample-{reason.replace(' ', '-')}",
    )
    assert document["retry"] is False


def test_what_passes_may_be_tried_again() -> None:
    answer, document = answered(NoWorker("Busy."))
    assert (answer.status_code, document["retry"], answer["Retry-After"]) == (503, True, "2")
    assert answered(WorkerFailed("Ours."))[1]["retry"] is True
    assert answered(Conflict("Not now."))[1]["retry"] is False


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (exceptions.ParseError(), 400, "malformed-request"),
        (exceptions.ValidationError({"points": [{"x": ["Not a number."]}]}), 400, "bad-value"),
        (exceptions.NotAuthenticated(), 401, "not-signed-in"),
        (exceptions.PermissionDenied(), 403, "not-allowed"),
        (PermissionDenied(), 403, "not-allowed"),
        (exceptions.NotFound(), 404, "not-found"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method-not-allowed"),
        (exceptions.UnsupportedMediaType("text/plain"), 415, "unsupported-media-type"),
        (exceptions.Throttled(wait=7.2), 429, "too-many-requests"),
    ],
)
def test_the_framework_s_errors_have_codes_too(error: Exception, status: int, code: str) -> None:
    answer, document = answered(error)
    assert (answer.status_code, document["status"], document["type"]) == (status, status, f"/problems/{code}")
    if code == "too-many-requests":
        assert (document["retry"], answer["Retry-After"]) == (True, "8")
    if code == "bad-value":
        assert document["parameters"] == {"parameter": "points.x"}
        assert document["detail"] == "points.x: Not a number."


def test_an_address_that_does_not_exist_is_a_problem_with_a_code(anonymous: APIClient) -> None:
    assert anonymous.get("/api/nothing/").json()["type"] == "/problems/not-found"


@pytest.mark.usefixtures("broker")
def test_a_worker_s_code_and_parameters_reach_whoever_waits() -> None:
    key = replies.new_key()
    replies.send_error(key, BadValue("gain must be less.", parameter="gain"))
    with pytest.raises(BadValue) as met:
        replies.receive(key, time.monotonic() + 5)
    assert (met.value.code, met.value.parameters) == ("bad-value", {"parameter": "gain"})

    replies.send_error(key, refusal(Reason.SILENT))
    with pytest.raises(UnusableAudio) as silent:
        replies.receive(key, time.monotonic() + 5)
    assert answered(silent.value)[1]["type"] == "/problems/sample-silent"


@pytest.mark.usefixtures("broker")
def test_workers_of_other_versions_are_understood() -> None:
    key = replies.new_key()
    redis().rpush(key, replies.FAILED + json.dumps(["UnusableAudio", "Silent."]).encode())
    with pytest.raises(UnusableAudio) as older:
        replies.receive(key, time.monotonic() + 5)
    assert answered(older.value)[1]["type"] == "/problems/unusable-audio"

    newer = DrumscapeError("Never heard of.", code="from-tomorrow")
    assert answered(newer)[1]["type"] == "/problems/failure"
    assert "from-tomorrow" not in webui.errors.PROBLEMS
