"""How much of a request has arrived: enough to give it to a thread, or not yet."""

import re
from enum import Enum, auto

MOST_HEAD_BYTES = 65_536
MOST_HELD_BYTES = 65_536
"""A body up to this size is received before a thread gets the request."""

MOST_DIGITS = 15
"""Of a length: so many are too large in any case."""

HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)[ \t]*\r\n", re.IGNORECASE)
STREAMED = re.compile(rb"\r\n(?:transfer-encoding|expect)[ \t]*:", re.IGNORECASE)


class Stage(Enum):
    """What the server does next with a connection."""

    PARTIAL = auto()
    """Wait for more."""
    WHOLE = auto()
    """A thread can handle it without waiting for the client."""
    STREAMED = auto()
    """Its body is large or of unknown length: a thread receives it."""
    TOO_LONG = auto()
    """Its head does not end."""


def stage(received: bytes | bytearray) -> Stage:
    """The stage of the request that begins with the bytes `received`.

    gunicorn parses and judges the request itself. A length that is read wrongly here
    makes the request fail and no thread wait.
    """
    end = received.find(HEAD_END)
    if end < 0:
        return Stage.TOO_LONG if len(received) > MOST_HEAD_BYTES else Stage.PARTIAL
    head = bytes(received[: end + 2])
    found = LENGTH.search(head)
    length = int(found[1][:MOST_DIGITS]) if found else 0
    if length > MOST_HELD_BYTES or STREAMED.search(head):
        return Stage.STREAMED
    return Stage.WHOLE if len(received) >= end + len(HEAD_END) + length else Stage.PARTIAL
