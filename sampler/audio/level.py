"""Levels: an exact peak, a smooth gain that keeps a ceiling, and saturation in place of clipping."""

import numpy as np
from numpy.typing import NDArray

from sampler.constants import PEAK_LEVEL

Floats = NDArray[np.float32]

GAIN_BLOCK_SAMPLES = 32
SATURATION_KNEE = 0.7


def set_peak(sound: Floats, peak_sample: int, level: float) -> Floats:
    """Scale (n,) so that `peak_sample` has exactly the magnitude `level` and all others a smaller one.

    Other samples are clipped one float32 step below. So `find_peak` finds `peak_sample` even where rounding,
    or clipping in the recording, makes several samples equal.
    """
    peak, target = sound[peak_sample], np.float32(level)
    below = np.nextafter(target, np.float32(0))
    scaled: Floats = (sound * (target / np.abs(peak))).clip(-below, below)
    scaled[peak_sample] = np.copysign(target, peak)
    return scaled


def ceil_gain(sound: Floats, ceiling: float) -> Floats:
    """Smooth gain (n,) in (0, 1] that brings (n,) down to `ceiling` wherever it is louder.

    The gain that each block of 0.7 ms needs is held over two blocks to either side, averaged over three, and
    interpolated linearly. So it is small enough everywhere, and has no step that would click.
    """
    blocks = np.zeros((-(-len(sound) // GAIN_BLOCK_SAMPLES), GAIN_BLOCK_SAMPLES), np.float32)
    blocks.ravel()[: len(sound)] = np.abs(sound)
    needed = ceiling / np.maximum(blocks.max(1), ceiling)
    needed = needed[np.arange(-3, len(needed) + 3).clip(0, len(needed) - 1)]
    held = np.minimum.reduce([needed[at : len(needed) - 4 + at] for at in range(5)])
    averaged = (held[:-2] + held[1:-1] + held[2:]) / 3
    return _between_blocks(averaged.astype(np.float64))[: len(sound)]


def _between_blocks(gains: NDArray[np.float64]) -> Floats:
    """Gains (n,) at the middles of blocks -> float32 (n * 32,): linear between them, constant at both ends.

    As `np.interp`, which searches for the block of every sample, in a third of its time.
    """
    half, slopes = GAIN_BLOCK_SAMPLES // 2, np.diff(gains) / GAIN_BLOCK_SAMPLES
    lines = slopes[:, None] * np.arange(GAIN_BLOCK_SAMPLES) + gains[:-1, None]
    ends = np.full(half, gains[0]), np.full(half, gains[-1])
    return np.concatenate([ends[0], lines.ravel(), ends[1]]).astype(np.float32)


def saturate(sound: Floats) -> Floats:
    """Keep (n,) within `PEAK_LEVEL`: unchanged up to the knee, above it a hyperbolic tangent."""
    room = PEAK_LEVEL - SATURATION_KNEE
    magnitude = np.abs(sound)
    bent = SATURATION_KNEE + room * np.tanh((magnitude - SATURATION_KNEE) / room)
    saturated: Floats = np.copysign(np.where(magnitude > SATURATION_KNEE, bent, magnitude), sound)
    return saturated
