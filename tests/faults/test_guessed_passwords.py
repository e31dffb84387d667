"""Many who guess passwords at once: few are checked, and nobody's sound waits for them."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

from tests.faults.slow_clients import p95_s, sound_times_s
from tests.live_studio import LiveStudio

GUESSES = 40
LEAST_REFUSED = 25
NOISE_S = 0.6
"""Passwords are checked on one core: with others' work beside, sounds come later, but not seconds later."""


class FromElsewhere(HTTPAdapter):
    """Connects from another address of the loopback, so that other tests keep their limits."""

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        super().init_poolmanager(*arguments, source_address=("127.0.0.9", 0), **named)


def sign_in(studio: LiveStudio, name: str, password: str) -> requests.Response:
    address = f"http://127.0.0.1:{studio.port}/login/"
    with requests.Session() as session:
        session.mount("http://", FromElsewhere())
        session.get(address, timeout=60)
        fields = {"csrfmiddlewaretoken": session.cookies["csrftoken"], "username": name, "password": password}
        return session.post(address, data=fields, timeout=60, allow_redirects=False)


@pytest.fixture
def guesses(live_studio: LiveStudio) -> Iterator[list[int]]:
    """Statuses of wrong attempts to sign in, which go on during the test; all are there at its end."""
    statuses: list[int] = []

    def guess(number: int) -> None:
        statuses.append(sign_in(live_studio, f"guessed-{number}", "wrong").status_code)

    with ThreadPoolExecutor(GUESSES) as threads:
        for number in range(GUESSES):
            threads.submit(guess, number)
        yield statuses


def test_sounds_do_not_wait_for_passwords(live_studio: LiveStudio, guesses: list[int]) -> None:
    assert p95_s(sound_times_s(live_studio, 40)) < NOISE_S


def test_few_guesses_are_checked(live_studio: LiveStudio) -> None:
    with ThreadPoolExecutor(GUESSES) as threads:
        names = [f"other-{number}" for number in range(GUESSES)]
        answers = list(threads.map(lambda name: sign_in(live_studio, name, "wrong"), names))
    counted = Counter(answer.status_code for answer in answers)
    assert set(counted) <= {200, 429}
    assert counted[429] >= LEAST_REFUSED
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in answers if answer.status_code == 429)
