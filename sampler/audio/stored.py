"""A prepared sound as datasets store it: 16 bits a sample, and a scale of its own."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sampler.audio.prepare import Prepared

FULL_SCALE = 32_767


@dataclass(frozen=True)
class Stored:
    """`steps` int16 (n,) with its peak at full scale, `scale` to multiply them by, and `peak` as in Prepared.

    Quantisation noise lies 98 dB below the peak.
    """

    steps: NDArray[np.int16]
    scale: np.float32
    peak: int

    @property
    def sound(self) -> Prepared:
        """The sound again."""
        return Prepared(self.steps.astype(np.float32) * self.scale, self.peak)


def store(sound: Prepared) -> Stored:
    """The sound as it is stored."""
    level = np.abs(sound.samples).max(initial=0)
    scale = np.float32(level / FULL_SCALE) if level > 0 else np.float32(1)
    steps = sound.samples / scale
    np.clip(np.rint(steps, out=steps), -FULL_SCALE, FULL_SCALE, out=steps)
    return Stored(steps.astype(np.int16), scale, sound.peak)
