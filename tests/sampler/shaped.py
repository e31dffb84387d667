"""Every render option that shapes a finished sound, and how alike two ways to make a sound must be."""

import numpy as np
from numpy.typing import NDArray

from sampler.audio.align import align_peak
from sampler.audio.shape import RenderOptions, shape
from sampler.constants import MODEL_PEAK_SAMPLE

INAUDIBLE = 1e-3
"""-60 dB: the largest difference, as a share of the peak."""

SHAPED = [
    RenderOptions(),
    RenderOptions(norm=False),
    RenderOptions(pitch=5.0),
    RenderOptions(pitch=-7.0, rate=48_000),
    RenderOptions(gain=6.0),
    RenderOptions(length=0.05, fade=0.02),
    RenderOptions(lowcut=200.0),
    RenderOptions(highcut=3000.0, norm=False),
    RenderOptions(trim=True),
]


def assert_finished_alike(
    finished: NDArray[np.float32], raw: NDArray[np.float32], options: RenderOptions
) -> None:
    """Both (length,): the player's sound is that of the decoder's output after `align_peak`."""
    aligned = align_peak(raw, peak_sample=MODEL_PEAK_SAMPLE, norm=options.norm)
    expected, heard = (shape(sound, options, peak_sample=MODEL_PEAK_SAMPLE) for sound in (aligned, finished))
    assert heard.shape == expected.shape
    assert np.abs(heard - expected).max() <= INAUDIBLE * np.abs(expected).max()
