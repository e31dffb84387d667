"""Silence for native libraries that log to the error stream, where a command says one line or nothing."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def native_silence() -> Iterator[None]:
    """Send descriptor 2 to nowhere meanwhile. For programs of one thread: the descriptor is everybody's."""
    sys.stderr.flush()
    spoken, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(spoken, 2)
        os.close(spoken)
        os.close(nowhere)
