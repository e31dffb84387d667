"""gunicorn's threaded worker, with an event loop that waits for slow clients instead of a thread.

gunicorn gives a connection to a thread as soon as one byte has arrived; sixteen clients that send no second
byte then hold all sixteen threads. Here the loop receives each request, and a thread gets it when its head,
and its body unless that is large, is whole. The loop also sends what a client does not take at once. Large
bodies hold threads while they arrive: at most `UPLOADS` of them at a time, each at a least rate.
"""

import errno
import resource
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from webui.processes.http.arrival import Stage, stage
from webui.processes.http.sockets import GRACE_S, LEAST_BYTES_PER_S, MOST_UNSENT_BYTES, PacedSocket, Room

ARRIVE_S = 10.0
"""The longest that a request takes from its connection, or its first byte, to its end."""

LINGER_S = 2.0
"""How long a connection stays open for reading after its last answer, so that the client gets all of it."""

UPLOADS = 8
UPLOAD_QUEUE_S = 20.0

CHECK_S = 0.5
RECEIVE_BYTES = 65_536
MOST_CONNECTIONS = 4_000
OTHER_FILES = 256
"""Files that the process opens beside its connections."""

PASSING = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED)
BUSY = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
LATE = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Connection(TConn):
    """A client's connection. `deadline_s` is on `time.monotonic()`."""

    sock: PacedSocket

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.received = bytearray()
        self.deadline_s = 0.0
        self.is_upload = False
        self.data_ready = True

    def fill(self) -> bool:
        """Add what has arrived to `received`; False once the client has closed the connection."""
        found = self.sock.recv_now(RECEIVE_BYTES)
        self.received += found or b""
        while self.received.startswith(b"\r\n"):  # RFC 9112 (2.2) lets servers ignore empty lines before one
            del self.received[:2]
        return found != b""

    def begin(self) -> None:
        """Hand `received` to gunicorn's parser."""
        self.init()
        self.sock.begin(waits=self.is_upload)
        self.parser.unreader.unread(bytes(self.received))
        self.received.clear()


class PatientWorker(ThreadWorker):
    """See the module. Its loop runs in the main thread, as all methods but `handle` do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.worker_connections = most_connections()
        self.max_keepalived = self.worker_connections - self.cfg.threads
        self.cfg.set("sendfile", False)  # it would wait for the client
        self._room = Room(MOST_UNSENT_BYTES)
        self._waiting: dict[Connection, None] = {}
        self._queue: deque[Connection] = deque()
        self._uploads = 0
        self._checked_s = 0.0

    def accept(self, listener: socket.socket) -> None:
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in PASSING:
                raise
            return
        if self.nr_conns >= self.worker_connections - 1:
            self._make_room()
        self.nr_conns += 1
        paced = PacedSocket(client, self._room)
        self.enqueue_req(Connection(self.cfg, paced, address, listener.getsockname()))

    def enqueue_req(self, conn: Connection) -> None:
        """Receive a request; some of it may have arrived with the one before."""
        if conn.parser is not None:
            conn.received += conn.parser.unreader.take_buffered()
        conn.deadline_s = time.monotonic() + ARRIVE_S
        self._receive(conn)

    def handle(self, conn: Connection) -> Any:
        """Handle a request, in a thread."""
        conn.begin()
        return super().handle(conn)

    def finish_request(self, conn: Connection, fs: "Future[Any]") -> None:
        if conn.is_upload:
            conn.is_upload = False
            self._uploads -= 1
            self._admit_next()
        keeps = not fs.cancelled() and fs.exception() is None and bool(fs.result())
        conn.deadline_s = time.monotonic() + GRACE_S + conn.sock.unsent_bytes / LEAST_BYTES_PER_S
        self._flush(conn, then=partial(super().finish_request, fs=fs) if keeps else self._linger)

    def murder_pending(self) -> None:
        """Twice a second, close connections whose deadline has passed; at the end also silent ones."""
        now_s = time.monotonic()
        if now_s - self._checked_s < CHECK_S:
            return
        self._checked_s = now_s
        for conn in [conn for conn in self._waiting if conn.deadline_s <= now_s]:
            self._stop_waiting(conn)
            self._refuse(conn, LATE) if conn.received else self._drop(conn)
        while self._queue and self._queue[0].deadline_s <= now_s:
            self._refuse(self._queue.popleft(), BUSY)
        for conn in [conn for conn in self._waiting if not (self.alive or conn.received)]:
            self._stop_waiting(conn)
            self._drop(conn)

    def _receive(self, conn: Connection) -> None:
        is_open = conn.fill()
        match stage(conn.received):
            case Stage.WHOLE:
                super().enqueue_req(conn)
            case Stage.STREAMED:
                self._admit(conn)
            case Stage.PARTIAL if is_open:
                self._wait(conn, selectors.EVENT_READ, self._receive)
            case _:
                self._drop(conn)

    def _admit(self, conn: Connection) -> None:
        """Give a large body to a thread, or have it wait until another one is done."""
        if self._uploads < UPLOADS:
            self._uploads += 1
            conn.is_upload = True
            super().enqueue_req(conn)
        else:
            conn.deadline_s = time.monotonic() + UPLOAD_QUEUE_S
            self._queue.append(conn)

    def _admit_next(self) -> None:
        if self._queue:
            self._admit(self._queue.popleft())

    def _flush(self, conn: Connection, then: Callable[[Connection], None]) -> None:
        """Send what is left of the answer, as fast as the client takes it."""
        try:
            conn.sock.flush()
        except OSError:
            self._drop(conn)
            return
        if conn.sock.unsent_bytes:
            self._wait(conn, selectors.EVENT_WRITE, partial(self._flush, then=then))
        else:
            then(conn)

    def _refuse(self, conn: Connection, answer: bytes) -> None:
        with suppress(OSError):
            conn.sock.sendall(answer)
        self._linger(conn)

    def _linger(self, conn: Connection) -> None:
        """Say that no more comes, and read until the client closes: a reset could overtake the answer."""
        conn.received.clear()
        conn.deadline_s = time.monotonic() + LINGER_S
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop(conn)
        else:
            self._drain(conn)

    def _drain(self, conn: Connection) -> None:
        if conn.sock.recv_now(RECEIVE_BYTES) == b"":
            self._drop(conn)
        else:
            self._wait(conn, selectors.EVENT_READ, self._drain)

    def _make_room(self) -> None:
        """Close the connection that has kept the loop waiting longest, else one that is kept alive."""
        if self._waiting:
            conn = min(self._waiting, key=lambda waiting: waiting.deadline_s)
            self._stop_waiting(conn)
            self._drop(conn)
        elif self.keepalived_conns:
            self.keepalived_conns[0].timeout = 0.0
            self.murder_keepalived()

    def _wait(self, conn: Connection, event: int, act: Callable[[Connection], None]) -> None:
        conn.sock.setblocking(False)
        self._waiting[conn] = None
        self.poller.register(conn.sock, event, partial(self._go_on, conn, act))

    def _go_on(self, conn: Connection, act: Callable[[Connection], None], ready: object) -> None:
        self._stop_waiting(conn)
        act(conn)

    def _stop_waiting(self, conn: Connection) -> None:
        del self._waiting[conn]
        self.poller.unregister(conn.sock)

    def _drop(self, conn: Connection) -> None:
        self.nr_conns -= 1
        conn.close()


def most_connections() -> int:
    """Raise this process's limit on open files where it may; return how many connections that allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + OTHER_FILES
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return max(OTHER_FILES, allowed - OTHER_FILES)
