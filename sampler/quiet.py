"""Suppress the log output of native libraries, so that a command prints one line or nothing as its error."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def native_silence() -> Iterator[None]:
    """Redirect file descriptor 2 to /dev/null in the block.

    Only for programs with one thread, since all threads share the descriptor.
    """
    sys.stderr.flush()
    saved, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(null)
