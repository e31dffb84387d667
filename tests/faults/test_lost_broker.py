"""What is accepted while Redis is away is done later, and what is sent twice is done once."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.frozen import frozen
from tests.live_studio import LiveStudio

Answer = requests.Response


@pytest.fixture
def runs(live_studio: LiveStudio, admin: requests.Session) -> Iterator[str]:
    """The address of the trainings; those that a test starts are cancelled at its end."""
    address = f"{live_studio.url}/api/runs/"
    before = {run["id"] for run in admin.get(address, timeout=60).json()}
    yield address
    for run in admin.get(address, timeout=60).json():
        if run["id"] not in before:
            admin.post(f"{address}{run['id']}/cancel/", timeout=60)


def wanted(dataset: int, **others: Any) -> dict[str, Any]:
    return {"dataset": dataset, "preset": "ae-small-relu", "name": "faults", "epochs": 1, **others}


def started(runs: str, admin: requests.Session) -> int:
    return len(admin.get(runs, timeout=60).json())


def test_a_training_asked_for_without_redis_is_accepted(
    live_studio: LiveStudio, admin: requests.Session, runs: str, dataset: int
) -> None:
    with frozen(live_studio, "redis-server"):
        answer = admin.post(runs, json=wanted(dataset), timeout=60)
    assert answer.status_code == 201, answer.text
    assert answer.json()["state"] == "queued"


def test_a_repeated_request_starts_one_training(admin: requests.Session, runs: str, dataset: int) -> None:
    before, key = started(runs, admin), {"Idempotency-Key": "one training, please"}
    answers = [admin.post(runs, json=wanted(dataset), headers=key, timeout=60) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert started(runs, admin) == before + 1


def test_a_key_belongs_to_one_request(admin: requests.Session, runs: str, dataset: int) -> None:
    key = {"Idempotency-Key": "another training"}
    assert admin.post(runs, json=wanted(dataset), headers=key, timeout=60).status_code == 201
    other = admin.post(runs, json=wanted(dataset, epochs=2), headers=key, timeout=60)
    assert other.status_code == 422
    assert other.json()["type"] == "/problems/key-reused"


def test_a_request_that_failed_leaves_its_key_free(admin: requests.Session, runs: str, dataset: int) -> None:
    key = {"Idempotency-Key": "a training of nothing"}
    assert admin.post(runs, json=wanted(999_999), headers=key, timeout=60).status_code == 404
    assert admin.post(runs, json=wanted(dataset), headers=key, timeout=60).status_code == 201
