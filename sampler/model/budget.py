"""How long a search may go on: a moment on a clock, asked between its steps."""

import math
import time
from collections.abc import Callable
from typing import Self


class Budget:
    """Time for a search of several steps. A step is whatever happens between two questions for another.

    `seconds` from now on; without them there is no end. `clock` returns seconds and never goes back.
    """

    def __init__(self, seconds: float = math.inf, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked_s = clock()
        self._end_s = self._asked_s + seconds
        self._longest_s = 0.0

    def allows_a_step(self) -> bool:
        """Whether a step as long as the longest so far would end in time."""
        now_s = self._clock()
        self._longest_s = max(self._longest_s, now_s - self._asked_s)
        self._asked_s = now_s
        return now_s + self._longest_s < self._end_s

    def begin_step(self) -> None:
        """Let the next step begin now: what happened since the last question was none."""
        self._asked_s = self._clock()

    def only(self, seconds: float) -> Self:
        """A budget of so many seconds from now, by the same clock, whatever this one has left."""
        return type(self)(seconds, self._clock)

    def share(self, part: float) -> Self:
        """A budget of that part of the time that is left."""
        return self.only(part * (self._end_s - self._clock()))
