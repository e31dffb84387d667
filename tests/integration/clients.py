"""Clients that render without pause and detect every answer that mixes two versions."""

import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests

from tests.live_studio import LiveStudio
from tests.waiting import until

Position = tuple[float, float]


def position_of(client: int) -> Position:
    """A position for each client."""
    return (client + 0.5) / 10, 0.4


def sound_url(studio: LiveStudio, name: str, version: str, position: Position) -> str:
    x, y = position
    return f"{studio.url}/api/models/{name}/{version}/sound.wav?x={x}&y={y}"


@dataclass(frozen=True)
class Answer:
    """The version that one request found live."""

    client: int
    requested_at: float
    """Monotonic time in seconds."""
    version: str


@dataclass
class Clients:
    """`count` threads that request the live version of a name and its sound again and again."""

    studio: LiveStudio
    name: str
    known: Mapping[tuple[str, Position], bytes]
    count: int = 8
    answers: list[Answer] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run the clients during the block. At its end, raise the first error that one of them met."""
        with ThreadPoolExecutor(self.count) as threads:
            started: list[Future[None]] = [threads.submit(self._run, each) for each in range(self.count)]
            try:
                yield
            finally:
                self._over.set()
        for client in started:
            client.result()

    def _run(self, client: int) -> None:
        with requests.Session() as session:
            while not self._over.is_set():
                self.answers.append(self._request(session, client))

    def _request(self, session: requests.Session, client: int) -> Answer:
        requested_at, position = time.monotonic(), position_of(client)
        described = session.get(f"{self.studio.url}/api/models/{self.name}/", timeout=60)
        assert described.status_code == 200, described.text
        version: str = described.json()["version"]
        assert described.json()["licence"] == licence_of(version), "one version's number, another's summary"
        sound = session.get(sound_url(self.studio, self.name, version, position), timeout=60)
        assert sound.status_code == 200, sound.text
        assert sound.content == self.known[version, position], f"not the sound of version {version}"
        return Answer(client, requested_at, version)

    def wait_for_version(self, version: str) -> None:
        """Wait until every client has made a new request, and assert that all of these gave `version`."""
        since = time.monotonic()
        until(lambda: len({each.client for each in self._since(since)}) == self.count)
        assert {each.version for each in self._since(since)} == {version}

    def _since(self, moment: float) -> list[Answer]:
        return [each for each in list(self.answers) if each.requested_at >= moment]


def licence_of(version: str) -> str:
    """A part of the API's description that differs between versions."""
    return f"licence of version {version}"
