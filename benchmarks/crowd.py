"""Clients that ask for sounds at the same time and use little of the processor that the server also needs."""

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

END_OF_HEAD = b"\r\n\r\n"
PATIENCE_S = 60.0


@dataclass
class _Client:
    """One connection that is kept alive, with one request waiting for its answer."""

    socket: socket.socket
    started: float = 0.0
    received: bytearray = field(default_factory=bytearray)
    expected: int = 0

    def ask(self, path: str) -> None:
        self.received.clear()
        self.expected = 0
        self.started = time.perf_counter()
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())

    def is_answered(self) -> bool:
        """Receive bytes; returns whether the answer is complete. Raises RuntimeError if it is no sound."""
        if not (part := self.socket.recv(1 << 17)):
            raise RuntimeError(f"the server closed the connection: {bytes(self.received[:500])!r}")
        self.received += part
        if not self.expected and END_OF_HEAD in self.received:
            self.expected = _length(bytes(self.received))
        return bool(self.expected) and len(self.received) >= self.expected


def _length(received: bytes) -> int:
    """Bytes of the whole answer, head included."""
    head, body = received.split(END_OF_HEAD, 1)
    if not head.startswith(b"HTTP/1.1 200 ") or not body.startswith(b"RIFF"[: len(body)]):
        raise RuntimeError(f"no sound: {received[:500]!r}")
    lines = (line.partition(b":") for line in head.lower().splitlines())
    size = next(int(value) for name, _, value in lines if name == b"content-length")
    return len(head) + len(END_OF_HEAD) + size


def ask_together(port: int, paths: Iterator[str], clients: int, duration_s: float) -> list[float]:
    """Milliseconds of every request in `duration_s`; each of `clients` asks again when it has an answer."""
    elapsed_ms: list[float] = []
    with selectors.DefaultSelector() as selector:
        for _ in range(clients):
            client = _Client(socket.create_connection(("127.0.0.1", port), PATIENCE_S))
            client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(client.socket, selectors.EVENT_READ, client)
            client.ask(next(paths))
        end = time.perf_counter() + duration_s
        while time.perf_counter() < end:
            for key, _ in selector.select(PATIENCE_S):
                client = key.data
                if client.is_answered():
                    elapsed_ms.append(1e3 * (time.perf_counter() - client.started))
                    client.ask(next(paths))
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    return elapsed_ms
