"""Wait for what other threads and processes do, instead of for a time. No other module of tests sleeps."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE_S = 60.0
"""Long enough for a machine that does other work: only a test that fails waits as long."""

PAUSE_S = 0.005
LONGEST_PAUSE_S = 0.2


def until(happened: Callable[[], T], patience_s: float = PATIENCE_S) -> T:
    """What `happened()` returns once it is true, asked often at first, then five times a second.

    Raises AssertionError when it still is not true after `patience_s`.
    """
    end, pause_s = time.monotonic() + patience_s, PAUSE_S
    while not (found := happened()):
        assert time.monotonic() < end, f"nothing happened within {patience_s:g} s: {found!r}"
        time.sleep(pause_s)
        pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
    return found


def at_a_random_moment(within_s: float) -> None:
    """Return at any moment of the next `within_s`: for what must hold whenever it happens."""
    time.sleep(random.uniform(0, within_s))
