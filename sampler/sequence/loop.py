"""What plays a sequence model: one small object that yields blocks of samples."""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
State = Any
"""Where a tape is: NumPy arrays, which a loop changes in place."""


class Loop(Protocol):
    """A network that plays on, block by block."""

    @property
    def block_samples(self) -> int:
        """Samples of a block."""

    @property
    def numbers_per_block(self) -> int:
        """Random numbers that a block takes."""

    def start(self) -> State:
        """The state before the first sample: silence has gone before."""

    def play(self, state: State, uniforms: Floats, temperature: float) -> Floats:
        """The next block (block_samples,) as samples from -1 to 1.

        `uniforms` (numbers_per_block,), from 0 up to but not including 1, decide what is drawn, by the
        inverse of the cumulative distribution; so equal numbers give equal samples.
        """

    def hear(self, state: State, samples: Floats) -> None:
        """Bring the state to where it would be, had the loop played `samples` (block_samples,) itself."""


class CodeLoop(Loop, Protocol):
    """A loop that predicts codes of samples, and so can say what a recording costs."""

    def cost(self, state: State, samples: Floats) -> Floats:
        """`hear`, and return the bits that each of the samples cost: (block_samples,)."""
