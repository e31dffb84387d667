"""The form in which datasets store a prepared hit: 16 bits per sample, and one scale per hit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sampler.audio.prepare import Prepared

FULL_SCALE = 32_767


@dataclass(frozen=True)
class Stored:
    """`steps` int16 (n,) with the peak at full scale, the `scale` to multiply them by, and the peak's index.

    Quantisation noise lies 98 dB below the peak.
    """

    steps: NDArray[np.int16]
    scale: np.float32
    peak: int

    @property
    def sound(self) -> Prepared:
        """The prepared hit, float32."""
        return Prepared(self.steps.astype(np.float32) * self.scale, self.peak)


def store(sound: Prepared) -> Stored:
    """Quantise a prepared hit to 16 bits."""
    level = np.abs(sound.samples).max(initial=0)
    scale = np.float32(level / FULL_SCALE) if level > 0 else np.float32(1)
    steps = sound.samples / scale
    np.clip(np.rint(steps, out=steps), -FULL_SCALE, FULL_SCALE, out=steps)
    return Stored(steps.astype(np.int16), scale, sound.peak)
