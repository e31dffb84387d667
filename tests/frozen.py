"""Stop processes of the running instrument for a while, as a machine without memory or disk would."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.live_studio import LiveStudio


@contextmanager
def frozen(studio: LiveStudio, program: str) -> Iterator[None]:
    """Stop all processes of a program (SIGSTOP) for the duration of the block."""
    workers = studio.processes(program)
    assert workers
    for worker in workers:
        worker.suspend()
    try:
        yield
    finally:
        for worker in workers:
            worker.resume()
