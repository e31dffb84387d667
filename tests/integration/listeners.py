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

Place = tuple[float, float]


def place_of(listener: int) -> Place:
    """A position for each client."""
    return (listener + 0.5) / 10, 0.4


def sound_url(studio: LiveStudio, name: str, version: str, place: Place) -> str:
    x, y = place
    return f"{studio.url}/api/models/{name}/{version}/sound.wav?x={x}&y={y}"


@dataclass(frozen=True)
class Heard:
    """The version that a model's name currently gives, and a sound of that version."""

    listener: int
    asked: float
    version: str


@dataclass
class Listeners:
    """`count` threads that request the live version of a name and its sound again and again."""

    studio: LiveStudio
    name: str
    known: Mapping[tuple[str, Place], bytes]
    count: int = 8
    heard: list[Heard] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """At the end of the block, raise the first error that a thread met."""
        with ThreadPoolExecutor(self.count) as threads:
            running: list[Future[None]] = [threads.submit(self._listen, each) for each in range(self.count)]
            try:
                yield
            finally:
                self._over.set()
        for listener in running:
            listener.result()

    def _listen(self, listener: int) -> None:
        with requests.Session() as session:
            while not self._over.is_set():
                self.heard.append(self._hear(session, listener))

    def _hear(self, session: requests.Session, listener: int) -> Heard:
        asked, place = time.monotonic(), place_of(listener)
        told = session.get(f"{self.studio.url}/api/models/{self.name}/", timeout=60)
        assert told.status_code == 200, told.text
        version: str = told.json()["version"]
        assert told.json()["licence"] == licence_of(version), "one version's number, another's summary"
        sound = session.get(sound_url(self.studio, self.name, version, place), timeout=60)
        assert sound.status_code == 200, sound.text
        assert sound.content == self.known[version, place], f"not the sound of version {version}"
        return Heard(listener, asked, version)

    def all_hear(self, version: str, within_s: float) -> None:
        """Wait until every thread has asked again, and assert that all of them got that version."""
        since = time.monotonic()
        until(lambda: len({each.listener for each in self._since(since)}) == self.count, within_s)
        assert {each.version for each in self._since(since)} == {version}

    def _since(self, moment: float) -> list[Heard]:
        return [each for each in list(self.heard) if each.asked >= moment]


def licence_of(version: str) -> str:
    """A part of the API's description that differs between versions."""
    return f"licence of version {version}"
