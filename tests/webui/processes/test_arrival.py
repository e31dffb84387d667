"""How much of a request has arrived."""

import pytest

from webui.processes.http.arrival import MOST_HEAD_BYTES, MOST_HELD_BYTES, Stage, stage

POST = b"POST / HTTP/1.1\r\nHost: a\r\n"


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (b"", Stage.PARTIAL),
        (b"GET / HT", Stage.PARTIAL),
        (b"GET / HTTP/1.1\r\nHost: a\r\n", Stage.PARTIAL),
        (b"GET / HTTP/1.1\r\n\r\n", Stage.WHOLE),
        (b"G" * (MOST_HEAD_BYTES + 1), Stage.TOO_LONG),
        (POST + b"Content-Length: 3\r\n\r\nab", Stage.PARTIAL),
        (POST + b"Content-Length: 3\r\n\r\nabc", Stage.WHOLE),
        (POST + b"content-length:3 \r\nX: y\r\n\r\nabcGET", Stage.WHOLE),
        (POST + b"Content-Length: %d\r\n\r\n" % (MOST_HELD_BYTES + 1), Stage.STREAMED),
        (POST + b"Content-Length: " + b"9" * 5_000 + b"\r\n\r\n", Stage.STREAMED),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n", Stage.STREAMED),
        (POST + b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\n", Stage.STREAMED),
    ],
)
def test_a_thread_gets_what_is_whole(received: bytes, expected: Stage) -> None:
    assert stage(received) is expected
