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
    padded = np.pad(np.abs(sound), (0, -len(sound) % GAIN_BLOCK_SAMPLES))
    loudest = padded.reshape(-1, GAIN_BLOCK_SAMPLES).max(1)
    needed = ceiling / np.maximum(loudest, ceiling)
    held = np.lib.stride_tricks.sliding_window_view(np.pad(needed, 3, mode="edge"), 5).min(1)
    averaged = np.lib.stride_tricks.sliding_window_view(held, 3).mean(1)
    centres = (np.arange(len(averaged)) + 0.5) * GAIN_BLOCK_SAMPLES
    gain: Floats = np.interp(np.arange(len(sound)), centres, averaged).astype(np.float32)
    return gain


def saturate(sound: Floats) -> Floats:
    """Keep (n,) within `PEAK_LEVEL`: unchanged up to the knee, above it a hyperbolic tangent."""
    room = PEAK_LEVEL - SATURATION_KNEE
    magnitude = np.abs(sound)
    bent = SATURATION_KNEE + room * np.tanh((magnitude - SATURATION_KNEE) / room)
    saturated: Floats = np.copysign(np.where(magnitude > SATURATION_KNEE, bent, magnitude), sound)
    return saturated
