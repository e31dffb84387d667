"""Clients that send or take a request slowly hold up nobody else."""

import socket

import pytest

from tests.faults.slow_clients import (
    HALF_HEAD,
    KEPT_OPEN,
    MANY_ANSWERS,
    NO_BODY,
    SLOW_UPLOAD,
    p95_s,
    slow_clients,
    sound_times_s,
)
from tests.live_studio import LiveStudio

SOUNDS = 60
NOISE_S = 1.0
"""What a machine that does other work may add to a sound. Without the measures below, sounds take seconds."""


@pytest.fixture(scope="module")
def usual_s(live_studio: LiveStudio) -> float:
    sound_times_s(live_studio, 10)
    return p95_s(sound_times_s(live_studio, SOUNDS))


@pytest.mark.parametrize(
    ("count", "said"),
    [(200, HALF_HEAD), (100, NO_BODY), (40, SLOW_UPLOAD), (30, KEPT_OPEN), (40, MANY_ANSWERS)],
    ids=["half a head", "no body", "slow uploads", "connections kept open", "answers not taken"],
)
def test_sounds_come_as_fast_as_usual(
    live_studio: LiveStudio, usual_s: float, count: int, said: bytes
) -> None:
    with slow_clients(live_studio, count, said):
        found_s = p95_s(sound_times_s(live_studio, SOUNDS))
    assert found_s < 2 * usual_s + NOISE_S


def test_more_connections_than_the_server_keeps_do_not_lock_others_out(
    live_studio: LiveStudio, usual_s: float
) -> None:
    with slow_clients(live_studio, 800, HALF_HEAD):
        assert p95_s(sound_times_s(live_studio, 10)) < 2 * usual_s + NOISE_S


def test_a_request_in_small_pieces_is_answered(live_studio: LiveStudio) -> None:
    request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with slow_clients(live_studio, 1, b"\r\n") as (client,):
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for number in range(len(request)):
            client.sendall(request[number : number + 1])
        assert _everything(client).startswith(b"HTTP/1.1 200 OK")


def test_an_upload_that_stops_gets_an_answer(live_studio: LiveStudio) -> None:
    with slow_clients(live_studio, 1, SLOW_UPLOAD) as (client,):
        answer = _everything(client)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"/problems/upload-interrupted" in answer


def test_requests_that_arrive_together_are_answered_in_turn(live_studio: LiveStudio) -> None:
    both = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" * 2
    last = b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with slow_clients(live_studio, 1, both + last) as (client,):
        answers = _everything(client)
    assert answers.count(b"HTTP/1.1 200 OK") == 2
    assert answers.count(b"HTTP/1.1 404 ") == 1


def _everything(client: socket.socket) -> bytes:
    """All that the server sends until it closes the connection."""
    client.settimeout(30)
    parts = []
    while part := client.recv(65_536):
        parts.append(part)
    return b"".join(parts)
