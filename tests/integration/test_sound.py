"""A sound is a URL: web, broker and decode worker answer it, always with the same bytes."""

import io
from typing import Any

import numpy as np
import pytest
import requests
import soundfile

from tests.live_studio import LiveStudio


@pytest.fixture(scope="module")
def model(live_studio: LiveStudio) -> dict[str, Any]:
    model: dict[str, Any] = requests.get(f"{live_studio.url}/api/models/snare/", timeout=60).json()
    return model


@pytest.fixture(scope="module")
def address(live_studio: LiveStudio, model: dict[str, Any]) -> str:
    return f"{live_studio.url}/api/models/snare/{model['version']}/sound.wav"


def test_a_location_is_an_audible_wav(address: str, model: dict[str, Any]) -> None:
    answer = requests.get(address, {"x": 0.3, "y": 0.7}, timeout=60)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "audio/wav"
    samples, rate_hz = soundfile.read(io.BytesIO(answer.content))
    assert rate_hz == model["rate"]
    assert samples.shape == (model["length"],)
    assert np.abs(samples).max() == pytest.approx(0.95, abs=1e-3)


def test_the_same_address_gives_the_same_bytes(address: str) -> None:
    place = {"x": 0.25, "y": 0.5, "seed": 7}
    answers = [requests.get(address, place, timeout=60) for _ in range(4)]
    assert len({answer.content for answer in answers}) == 1
    again = requests.get(address, place, headers={"If-None-Match": answers[0].headers["ETag"]}, timeout=60)
    assert again.status_code == 304
    assert again.content == b""
    assert "immutable" in answers[0].headers["Cache-Control"]


OLD_LINKS = [
    "x=0.123456&y=1.0&seed=7&bits=16&gain=-3.0",  # as the server wrote them: six decimals, 1.0
    "x=0.123456&y=1&bits=16&gain=-3&seed=7",  # as the page wrote them: options by name
]


def test_links_of_earlier_versions_give_the_same_bytes(address: str) -> None:
    answers = [requests.get(f"{address}?{query}", timeout=10) for query in OLD_LINKS]
    canonical = requests.get(f"{address}?x=0.123456&y=1&seed=7&gain=-3&bits=16", timeout=10)
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.content for answer in answers} == {canonical.content}
    assert {answer.headers["ETag"] for answer in answers} == {canonical.headers["ETag"]}
    rounded = requests.get(f"{address}?x=0.1235&y=1&seed=7&gain=-3&bits=16", timeout=10)
    assert rounded.content != canonical.content  # an old link is not moved to the studio's grid


def test_another_position_gives_another_sound(address: str) -> None:
    sounds = {requests.get(address, {"x": x, "y": 0.5}, timeout=60).content for x in (0.0, 0.5, 1.0)}
    assert len(sounds) == 3


@pytest.mark.parametrize("query", ["x=2&y=0", "x=0.5", "x=nan&y=0", "x=0&y=0&bits=17", "x=0&y=0&colour=red"])
def test_a_wrong_value_is_named(address: str, query: str) -> None:
    answer = requests.get(f"{address}?{query}", timeout=60)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"].endswith(".")


def test_an_unknown_version_is_not_found(address: str) -> None:
    answer = requests.get(address.replace("/snare/", "/no-such/"), {"x": 0.5, "y": 0.5}, timeout=60)
    assert answer.status_code == 404
