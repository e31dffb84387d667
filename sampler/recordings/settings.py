"""How recordings are prepared: rate, chunks, filter, channels."""

import math
from dataclasses import dataclass

from sampler.errors import BadValue

MIN_TARGET_HZ, MAX_TARGET_HZ = 6_300, 44_100
MIN_CHUNK_S, MAX_CHUNK_S = 1.0, 60.0


@dataclass(frozen=True)
class Settings:
    """Rate of the result, seconds of a chunk and of its overlap with the next, corner of the high-pass.

    `high_pass_hz` 0 leaves low frequencies alone. `mix` takes the mean of all channels in place of the first.
    Raises BadValue for values out of range.
    """

    rate_hz: int = 16_000
    chunk_s: float = 8.0
    overlap_s: float = 1.0
    high_pass_hz: float = 0.0
    mix: bool = False

    def __post_init__(self) -> None:
        if not MIN_TARGET_HZ <= self.rate_hz <= MAX_TARGET_HZ:
            raise BadValue(f"rate must be between {MIN_TARGET_HZ} and {MAX_TARGET_HZ} Hz for recordings.")
        if not MIN_CHUNK_S <= self.chunk_s <= MAX_CHUNK_S:
            raise BadValue(f"chunk must be between {MIN_CHUNK_S:g} and {MAX_CHUNK_S:g} s.")
        if not (math.isfinite(self.overlap_s) and 0 <= self.overlap_s <= self.chunk_s / 2):
            raise BadValue("overlap must be at least 0 s and at most half of a chunk.")
        if not 0 <= self.high_pass_hz < self.rate_hz / 2:
            raise BadValue("high-pass must be at least 0 Hz and below half of the rate.")

    @property
    def chunk_samples(self) -> int:
        return round(self.chunk_s * self.rate_hz)

    @property
    def overlap_samples(self) -> int:
        return round(self.overlap_s * self.rate_hz)
