"""Workers that die or hang: requests get an answer in time, and later requests get a sound."""

import signal
import time

import requests

from tests.frozen import frozen
from tests.live_studio import LiveStudio
from tests.waiting import until

PLACE = {"x": 0.4, "y": 0.6}
PAGE_WAITS_S = 8.0
"""After so long the studio's page gives up. The deadline of a request is five seconds."""


def ask(studio: LiveStudio, seed: int) -> requests.Response:
    version = requests.get(f"{studio.url}/api/models/snare/", timeout=60).json()["version"]
    url = f"{studio.url}/api/models/snare/{version}/sound.wav"
    return requests.get(url, {**PLACE, "seed": seed}, timeout=60)


def test_without_workers_a_request_gets_503_in_time(live_studio: LiveStudio) -> None:
    with frozen(live_studio, "--queues decode"):
        start = time.monotonic()
        answer = ask(live_studio, seed=101)
        elapsed_s = time.monotonic() - start
        assert requests.get(f"{live_studio.url}/healthz", timeout=5).status_code == 200
        assert requests.get(f"{live_studio.url}/readyz", timeout=60).status_code == 503
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) >= 1
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert elapsed_s < PAGE_WAITS_S
    assert ask(live_studio, seed=102).status_code == 200


def test_with_a_hung_broker_a_request_gets_503_within_the_deadline(live_studio: LiveStudio) -> None:
    with frozen(live_studio, "redis-server"):
        start = time.monotonic()
        answer = ask(live_studio, seed=105)
        assert time.monotonic() - start < PAGE_WAITS_S
        assert answer.status_code == 503
        assert "Retry-After" in answer.headers
    assert ask(live_studio, seed=106).status_code == 200


def test_a_killed_broker_is_restarted(live_studio: LiveStudio) -> None:
    for broker in live_studio.processes("redis-server"):
        broker.kill()
    until(live_studio.is_ready)
    assert ask(live_studio, seed=107).status_code == 200


def test_killed_workers_are_restarted(live_studio: LiveStudio) -> None:
    before = live_studio.processes("--queues decode")
    for worker in before:
        worker.send_signal(signal.SIGKILL)
    until(lambda: ask(live_studio, seed=103).status_code != 503)
    assert ask(live_studio, seed=103).status_code == 200
    assert not set(before) & set(live_studio.processes("--queues decode"))


def test_a_killed_web_process_is_restarted(live_studio: LiveStudio) -> None:
    for web in live_studio.processes("gunicorn"):
        web.send_signal(signal.SIGKILL)
    until(live_studio.is_ready)
    assert ask(live_studio, seed=104).status_code == 200


def test_an_endless_search_delays_no_slider(live_studio: LiveStudio) -> None:
    with frozen(live_studio, "--queues locate"):
        assert ask(live_studio, seed=108).status_code == 200
