"""Files sent to addresses that take none are not stored, not even while they arrive."""

import socket
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from tests.live_studio import LiveStudio
from tests.waiting import until

SENT_BYTES = 20_000_000
ANNOUNCED_BYTES = 300_000_000
BLOCK = bytes(100_000)
PATIENCE_S = 3.0
PART = (
    b'--b\r\nContent-Disposition: form-data; name="username"; filename="a.wav"\r\n'
    b"Content-Type: audio/wav\r\n\r\n"
)


def head(path: str, length: int) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: csrftoken={'a' * 32}\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


@pytest.mark.parametrize("path", ["/login/", "/admin/login/", "/api/runs/", "/api/models/snare/kit/"])
def test_a_file_that_nobody_wants_is_not_stored(live_studio: LiveStudio, path: str) -> None:
    with socket.create_connection(("127.0.0.1", live_studio.port), timeout=20) as client:
        client.sendall(head(path, ANNOUNCED_BYTES) + PART)
        _send(client, SENT_BYTES)
        _answer(client)
        assert _stored_bytes(live_studio.var / "uploads") == 0


def _send(client: socket.socket, count: int) -> None:
    """Send `count` bytes, or fewer to a server that has closed the connection."""
    with suppress(OSError):
        for _ in range(count // len(BLOCK)):
            client.sendall(BLOCK)


def _answer(client: socket.socket) -> bytes:
    """What the server answers to an unfinished request; empty if it waits for the rest."""
    client.settimeout(PATIENCE_S)
    with suppress(OSError):
        return client.recv(65_536)
    return b""


def _stored_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


def test_a_file_beside_the_fields_of_a_form_is_ignored(live_studio: LiveStudio) -> None:
    with requests.Session() as session:
        session.get(f"{live_studio.url}/login/", timeout=20)
        fields = {"csrfmiddlewaretoken": session.cookies["csrftoken"], "password": live_studio.password}
        answer = session.post(
            f"{live_studio.url}/login/",
            data={**fields, "username": live_studio.username},
            files={"extra": ("a.wav", b"RIFF" * 1000)},
            timeout=20,
            allow_redirects=False,
        )
    assert answer.status_code == 302


def test_a_sample_is_gone_from_the_disk_once_it_is_located(live_studio: LiveStudio) -> None:
    address = f"{live_studio.url}/api/models/snare/locate/"
    requests.post(address, files={"file": ("a.wav", b"RIFF" * 100_000)}, timeout=20)
    until(lambda: _stored_bytes(live_studio.var / "uploads") == 0)
