"""Clients that are slow on purpose, and the time that others' sounds take meanwhile."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import numpy as np

from tests.live_studio import LiveStudio

HALF_HEAD = b"GET / HT"
NO_BODY = b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nusername="
SLOW_UPLOAD = (
    b"POST /api/models/snare/locate/ HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000000\r\n\r\n--b\r\n"
)
KEPT_OPEN = b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n"
MANY_ANSWERS = b"GET /api/models/snare/map/ HTTP/1.1\r\nHost: localhost\r\n\r\n" * 5
"""The client takes none of the answers, which are more than the kernel keeps for it."""


@contextmanager
def slow_clients(studio: LiveStudio, count: int, said: bytes) -> Iterator[list[socket.socket]]:
    """`count` connections that say `said` and nothing more during the block."""
    with ExitStack() as stack:
        clients = [stack.enter_context(_connected(studio)) for _ in range(count)]
        for client in clients:
            client.sendall(said)
        yield clients


def _connected(studio: LiveStudio) -> socket.socket:
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(("127.0.0.1", studio.port))
    return client


def sound_times_s(studio: LiveStudio, count: int, patience_s: float = 10.0) -> list[float]:
    """How long each of `count` sounds takes on one connection. Raises for an answer that is no sound."""
    connection = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=patience_s)
    times_s = []
    for index in range(count):
        start = time.perf_counter()
        connection.request("GET", f"/api/models/snare/1/sound.wav?x=0.5&y=0.5&seed={index}")
        answer = connection.getresponse()
        content = answer.read()
        times_s.append(time.perf_counter() - start)
        if answer.status != http.HTTPStatus.OK or not content.startswith(b"RIFF"):
            raise RuntimeError(f"{answer.status}: {content[:200]!r}")
    connection.close()
    return times_s


def p95_s(times_s: list[float]) -> float:
    return float(np.percentile(times_s, 95))
