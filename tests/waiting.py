"""Wait for what other threads and processes do, instead of for a time."""

import time
from collections.abc import Callable

PATIENCE_S = 30.0
PAUSE_S = 0.005


def until(condition: Callable[[], object], patience_s: float = PATIENCE_S) -> None:
    """Return once `condition()` is true. Raises AssertionError when it still is not after `patience_s`."""
    end = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < end, f"nothing happened within {patience_s:g} s"
        time.sleep(PAUSE_S)
