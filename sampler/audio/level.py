"""Levels: an exact peak, a ceiling kept by a smooth gain, and saturation instead of clipping."""

import numpy as np
from numpy.typing import NDArray

from sampler.constants import PEAK_LEVEL

Floats = NDArray[np.float32]

GAIN_BLOCK_SAMPLES = 32
SATURATION_KNEE = 0.7


def set_peak(sound: Floats, peak_sample: int, level: float) -> Floats:
    """Scale (n,) so that the magnitude of `peak_sample` is exactly `level` and all others are strictly
    smaller.

    The others are held one float below, so that the first largest magnitude stays there even where rounding,
    or a recording that was clipped, makes several samples equal.
    """
    peak, target = sound[peak_sample], np.float32(level)
    below = np.nextafter(target, np.float32(0))
    scaled: Floats = (sound * (target / np.abs(peak))).clip(-below, below)
    scaled[peak_sample] = np.copysign(target, peak)
    return scaled


def ceil_gain(sound: Floats, ceiling: float) -> Floats:
    """Smooth gain (n,) in (0, 1] that brings (n,) down to `ceiling` wherever it is louder.

    The gain that each block of 0.7 ms needs is held over two blocks to either side, averaged over three and
    joined by lines, so it is always small enough and never a step that is heard as a click.
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
    """Bend (n,) so that it stays within `PEAK_LEVEL`: straight up to the knee, then a hyperbolic tangent."""
    room = PEAK_LEVEL - SATURATION_KNEE
    magnitude = np.abs(sound)
    bent = SATURATION_KNEE + room * np.tanh((magnitude - SATURATION_KNEE) / room)
    saturated: Floats = np.copysign(np.where(magnitude > SATURATION_KNEE, bent, magnitude), sound)
    return saturated
