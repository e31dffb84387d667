"""An admin's requests, as scripts would send them."""

from collections.abc import Callable
from typing import Any, cast

import requests

from tests.live_studio import LiveStudio
from tests.waiting import until

JOB_S = 240.0
Answer = dict[str, Any]


class Admin:
    """An admin's requests in the form of the documented API."""

    def __init__(self, studio: LiveStudio, session: requests.Session) -> None:
        self.studio = studio
        self.session = session

    def get(self, path: str) -> Answer:
        answer = self.session.get(f"{self.studio.url}/api/{path}", timeout=60)
        assert answer.status_code == 200, answer.text
        found: Answer = answer.json()
        return found

    def post(self, path: str, expected: int, **arguments: Any) -> Answer:
        answer = self.session.post(f"{self.studio.url}/api/{path}", timeout=60, **arguments)
        assert answer.status_code == expected, answer.text
        found: Answer = answer.json()
        return found

    def wait(self, path: str, done: Callable[[Answer], bool]) -> Answer:
        """Poll until `done`. Fails when the job fails or takes too long."""

        def reached() -> Answer | None:
            found = self.get(path)
            assert done(found) or found["state"] != "failed", found
            return found if done(found) else None

        return cast(Answer, until(reached, JOB_S))

    def sound(self, name: str) -> tuple[str, bytes]:
        """The live version and its sound in the middle of the map."""
        version = self.get(f"models/{name}/")["version"]
        url = f"{self.studio.url}/api/models/{name}/{version}/sound.wav?x=0.5&y=0.5"
        answer = requests.get(url, timeout=60)
        assert answer.status_code == 200, answer.text
        return version, answer.content


def train(staff: Admin, dataset: int, name: str, **budget: float) -> str:
    wanted = {"dataset": dataset, "preset": "ae-med-tanh", "name": name, **budget}
    return f"runs/{staff.post('runs/', 201, json=wanted)['id']}/"


def has_state(state: str) -> Callable[[Answer], bool]:
    return lambda found: found["state"] == state
