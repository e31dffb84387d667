"""Reports of processes, as the health call and Prometheus give them."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from rest_framework.test import APIClient

from webui.errors import NoWorker
from webui.messaging import alive, vitals
from webui.messaging.broker import redis
from webui.messaging.vitals import RecentErrors, report, timed_sound

pytestmark = pytest.mark.django_db


@pytest.fixture
def reported(broker: None, folders: Path) -> Iterator[None]:
    """A decode worker with two sounds and one error, a web process with one sound; they end with the test."""
    vitals.sound_times_ms.clear()  # of what earlier tests played
    vitals.sound_times_ms.extend([1.0, 3.0])
    handler = RecentErrors()
    logger = logging.getLogger("drumscape.test")
    logger.addHandler(handler)
    try:
        try:
            raise ValueError("a strange file")
        except ValueError:
            logger.exception("It failed\nwith details")
        report("decode", ["snare@1", "tom@2"])
        vitals.sound_times_ms.clear()
        vitals.sound_times_ms.append(7.0)
        report("web", [])
        yield
    finally:
        logger.removeHandler(handler)
        vitals.sound_times_ms.clear()


def test_staff_get_the_health_of_the_instrument(reported: None, staff: APIClient) -> None:
    answer = staff.get("/api/health/").json()
    assert answer["queues"].items() >= {"decode": 0, "locate": 0, "train": 0}.items()
    assert [worker["name"] for worker in answer["workers"]] == ["decode", "web"]
    assert answer["workers"][0]["warm"] == ["snare@1", "tom@2"]
    assert answer["latency"]["render"] == {"sounds": 2, "p50_ms": 1.0, "p95_ms": 3.0, "p99_ms": 3.0}
    assert answer["latency"]["answer"]["p50_ms"] == 7.0
    (error,) = answer["errors"]
    assert (error["message"], error["cause"]) == ("It failed", "ValueError: a strange file")
    assert answer["disk"]["free_bytes"] > 0
    assert set(answer["disk"]) == {"data_bytes", "models_bytes", "free_bytes"}


def test_prometheus_gets_the_same(reported: None, anonymous: APIClient) -> None:
    text = anonymous.get("/metrics").content.decode()
    for line in (
        'drumscape_processes{name="decode"} 1.0',
        'drumscape_warm_models{model="snare@1"} 1.0',
        'drumscape_sound_seconds{percentile="95",side="render"} 0.003',
        'drumscape_queue_messages{queue="train"} 0.0',
        "drumscape_errors 1.0",
        'drumscape_disk_bytes{what="free"}',
    ):
        assert line in text


def test_a_process_that_ended_is_not_listed(reported: None, staff: APIClient) -> None:
    key = next(redis().scan_iter(match=f"{vitals.BEAT_KEYS}web:*"))
    assert 0 < redis().ttl(key) <= vitals.ALIVE_S
    redis().delete(key)
    assert [worker["name"] for worker in staff.get("/api/health/").json()["workers"]] == ["decode"]


def test_a_late_duty_is_reported(
    reported: None, staff: APIClient, anonymous: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vitals, "_done_at", {})
    vitals.duty_done("recovery")
    report("train", [])
    (duty,) = staff.get("/api/health/").json()["workers"][1]["duties"]
    assert (duty["name"], duty["is_late"]) == ("recovery", False)
    vitals._done_at["recovery"] -= vitals.LATE_S + 1
    report("train", [])
    (duty,) = staff.get("/api/health/").json()["workers"][1]["duties"]
    assert duty["is_late"]
    assert (
        'drumscape_duty_age_seconds{duty="recovery",name="train"} 6'
        in anonymous.get("/metrics").content.decode()
    )


def test_a_process_with_a_late_duty_fails_its_health_check(
    reported: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert alive.main("decode") == 0
    assert alive.main("train") == 1
    monkeypatch.setattr(vitals, "_done_at", {})
    vitals.duty_done("recovery")
    report("train", [])
    assert alive.main("train") == 0
    vitals._done_at["recovery"] -= vitals.LATE_S + 1
    report("train", [])
    assert alive.main("train") == 1
    absent, late = capsys.readouterr().err.splitlines()
    assert "has reported for" in absent
    assert late.endswith("60 s: recovery.")


def test_only_the_latest_errors_are_kept(reported: None, staff: APIClient) -> None:
    handler = RecentErrors()
    for number in range(vitals.ERRORS_KEPT + 20):
        handler.emit(logging.LogRecord("x", logging.ERROR, "", 0, "error %d", (number,), None))
    report("web", [])
    errors = staff.get("/api/health/").json()["errors"]
    assert len(errors) == vitals.ERRORS_KEPT
    assert errors[0]["message"] == f"error {vitals.ERRORS_KEPT + 19}"


def test_without_a_broker_health_is_a_503(folders: Path, staff: APIClient) -> None:
    answer = staff.get("/api/health/")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")


def test_a_sound_is_timed_even_if_it_fails() -> None:
    vitals.sound_times_ms.clear()
    with pytest.raises(NoWorker), timed_sound():
        raise NoWorker("Nobody answered.")
    assert len(vitals.sound_times_ms) == 1
    vitals.sound_times_ms.clear()
