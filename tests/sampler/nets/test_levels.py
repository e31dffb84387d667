"""Training hears the level that rendering serves."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.audio.align import align_peak
from sampler.nets.levels import at_served_level

PEAK = 441


def burst(spike: float) -> NDArray[np.float32]:
    """A noise that decays from its onset, with a spike on it: (16384,)."""
    rng = np.random.default_rng(3)
    after = np.arange(16_384) - (PEAK - 50)
    sound = 0.2 * rng.standard_normal(16_384) * np.exp(-after / 3000) * (after >= 0)
    sound[PEAK] += spike
    return sound.astype(np.float32)


@pytest.mark.parametrize("spike", [0.0, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("gain", [0.1, 1.0, 10.0])
def test_the_body_has_the_level_that_rendering_gives_it(spike: float, gain: float) -> None:
    raw = gain * burst(spike)
    heard = np.asarray(at_served_level(raw[None], PEAK))[0]
    served = align_peak(raw, peak_sample=PEAK)
    body = slice(2_000, 8_000)
    difference_db = 20 * np.log10(np.std(heard[body]) / np.std(served[body]))
    assert difference_db == pytest.approx(0, abs=0.5)


def test_silence_gives_finite_numbers() -> None:
    assert np.isfinite(np.asarray(at_served_level(np.zeros((1, 16_384), np.float32), PEAK))).all()
