"""A client's socket that holds a thread neither for an answer nor, beyond a limit, for a body."""

import errno
import socket
import threading
import time
from contextlib import suppress
from typing import Any

GRACE_S = 20.0
LEAST_BYTES_PER_S = 10_000
"""A client that sends or takes bytes more slowly than this, after `GRACE_S`, is disconnected."""

STALL_S = 10.0
"""The longest that a thread waits for the next bytes of a body."""

MOST_UNSENT_BYTES = 256_000_000
"""Of all answers that wait for their clients together."""


class Room:
    """A number of bytes that several threads share."""

    def __init__(self, most_bytes: int) -> None:
        self._left_bytes = most_bytes
        self._lock = threading.Lock()

    def take(self, count: int) -> bool:
        """Reserve `count` bytes; False, and nothing reserved, where fewer are left."""
        with self._lock:
            if count > self._left_bytes:
                return False
            self._left_bytes -= count
            return True

    def give_back(self, count: int) -> None:
        with self._lock:
            self._left_bytes += count


class PacedSocket:
    """Wraps a connected socket. One thread at a time may use it."""

    def __init__(self, plain: socket.socket, room: Room) -> None:
        self._plain = plain
        self._room = room
        self._unsent = bytearray()
        self._received_bytes = 0
        self._began_s = time.monotonic()
        self._waits = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plain, name)

    @property
    def unsent_bytes(self) -> int:
        return len(self._unsent)

    def begin(self, *, waits: bool) -> None:
        """Count time and bytes of a new request. `waits` is whether `recv` may wait for more of it."""
        self._received_bytes, self._began_s, self._waits = 0, time.monotonic(), waits

    def recv_now(self, size: int) -> bytes | None:
        """What has arrived; None if that is nothing, empty bytes at the connection's end or failure."""
        try:
            return self._plain.recv(size, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return None
        except OSError:
            return b""

    def recv(self, size: int, flags: int = 0) -> bytes:
        """The next bytes of a body, or empty at its end.

        Raises ConnectionResetError for a client that stalls, or sends too slowly on the whole.
        """
        received = self._recv_paced(size, flags) if self._waits else self.recv_now(size)
        if received is None:
            raise ConnectionResetError(errno.ECONNRESET, "the client sends too slowly")
        self._received_bytes += len(received)
        return received

    def _recv_paced(self, size: int, flags: int) -> bytes | None:
        paced_s = GRACE_S + self._received_bytes / LEAST_BYTES_PER_S
        left_s = self._began_s + paced_s - time.monotonic()
        given_s = self._plain.gettimeout()
        self._plain.settimeout(max(0.0, min(left_s, STALL_S, STALL_S if given_s is None else given_s)))
        try:
            return self._plain.recv(size, flags)
        except (TimeoutError, BlockingIOError):
            return None
        finally:
            self._plain.settimeout(given_s)

    def sendall(self, data: bytes) -> None:
        """Send what the client takes at once; keep the rest for `flush`.

        Raises BrokenPipeError when too much is kept already, for all clients together.
        """
        sent = 0 if self._unsent else self._send_now(data)
        rest = memoryview(data)[sent:]
        if rest and not self._room.take(len(rest)):
            raise BrokenPipeError(errno.EPIPE, "too many clients do not take their answers")
        self._unsent += rest

    def flush(self) -> None:
        """Send on without waiting. Raises OSError when the client is gone."""
        sent = self._send_now(self._unsent) if self._unsent else 0
        del self._unsent[:sent]
        self._room.give_back(sent)

    def close(self) -> None:
        self._room.give_back(len(self._unsent))
        self._unsent.clear()
        with suppress(OSError):
            self._plain.close()

    def _send_now(self, data: bytes | bytearray) -> int:
        try:
            return self._plain.send(data, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return 0
