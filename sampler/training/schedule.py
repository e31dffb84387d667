"""The progress of a training, and the learning rate and warm-up that follow from it."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

CLOCKS: dict[str, Callable[[], float]] = {"wall": time.monotonic, "processor": time.process_time}
"""Clocks that count minutes, in seconds. With one thread, other load does not change processor time."""

WARM_RATE_SHARE = 0.02
WARMTH_SHARE, LONGEST_WARMTH_SHARE = 0.2, 0.5


@dataclass
class Budget:
    """The steps and minutes that a training may take, earlier sittings of its run included."""

    steps: int
    minutes: float | None = None
    spent_s: float = 0.0
    clock: str = "wall"
    started: float = field(init=False)

    def __post_init__(self) -> None:
        self.started = CLOCKS[self.clock]()

    def elapsed_s(self) -> float:
        """Seconds trained so far by `clock`, over all sittings of the run."""
        return self.spent_s + CLOCKS[self.clock]() - self.started

    def time_share(self) -> float:
        """The share of the minutes that is used; 0 without a limit of minutes."""
        return self.elapsed_s() / (60 * self.minutes) if self.minutes else 0.0

    def fraction(self, step: int) -> float:
        """The share of the training that is done, 0 to 1."""
        return min(1.0, max(step / self.steps, self.time_share()))

    def eta_s(self, step: int) -> float | None:
        """Seconds that are left; None while less than a thousandth is done."""
        fraction = self.fraction(step)
        return self.elapsed_s() * (1 / fraction - 1) if fraction > 0.001 else None


def learning_rate(peak: float, fraction: float, schedule: str = "cosine") -> float:
    """Learning rate after the share `fraction` of a training: a linear warm-up to `peak`, then `schedule`.

    "constant" stays there; "cosine" falls to a hundredth (Loshchilov and Hutter, 2017).
    """
    if fraction < WARM_RATE_SHARE:
        return peak * (0.05 + 0.95 * fraction / WARM_RATE_SHARE)
    if schedule == "constant":
        return peak
    through = (fraction - WARM_RATE_SHARE) / (1 - WARM_RATE_SHARE)
    return peak * max(0.01, 0.5 * (1 + math.cos(math.pi * through)))


def warmth(fraction: float, step: int = 0, warmup_batches: int | None = None) -> float:
    """Weight of the regularisers, 0 to 1, linear: over the first fifth, or over `warmup_batches`.

    A training shorter than twice the batches warms up over its first half.
    """
    if warmup_batches is None:
        return min(1.0, fraction / WARMTH_SHARE)
    return min(1.0, max(step / max(1, warmup_batches), fraction / LONGEST_WARMTH_SHARE))
