"""The finishing of a player and `align_peak` make the same sound of any decoder output."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.audio.align import align_peak
from sampler.constants import PEAK_LEVEL
from sampler.nets.finishing import FinishedSound

Floats = NDArray[np.float32]

PEAK, LENGTH = 441, 32_768
INAUDIBLE = 1e-3
TIME_S = np.arange(LENGTH) / 44_100


def noise(seed: int) -> Floats:
    return np.random.default_rng(seed).standard_normal(LENGTH).astype(np.float32)


def struck(decay_s: float, onset: int = PEAK) -> Floats:
    """Noise that begins at sample `onset` and decays."""
    since_s = TIME_S - onset / 44_100
    return np.where(since_s >= 0, noise(1) * np.exp(-since_s / decay_s), 0).astype(np.float32)


def spoiled(value: float) -> Floats:
    """A drum some of whose samples are no finite numbers."""
    sound = struck(0.1)
    sound[[PEAK, 1000, -1]] = value
    return sound


def spiked(height: float, index: int) -> Floats:
    sound = struck(0.1)
    sound[index] = height
    return sound


RAW = {
    "drum": struck(0.1),
    "onset-early": struck(0.1, PEAK - 80),
    "onset-late": struck(0.1, PEAK + 85),
    "onset-elsewhere": struck(0.1, 9000),
    "rings-on": struck(5.0),
    "noise": noise(2) * 14,
    "quiet": noise(3) * 1e-5,
    "spike": spiked(-30.0, PEAK),
    "late-burst": spiked(30.0, 20_000),
    "last-sample": spiked(9.0, LENGTH - 1),
    "silence": np.zeros(LENGTH, np.float32),
    "constant": np.full(LENGTH, -3.0, np.float32),
    "huge": noise(4) * np.float32(1e30),
    "not-numbers": spoiled(np.nan),
    "infinite": spoiled(-np.inf),
}


@pytest.mark.parametrize("length", [LENGTH, 4_096, 5_000], ids=str)
@pytest.mark.parametrize("norm", [True, False], ids=["normalised", "own-level"])
def test_it_is_the_finished_sound(norm: bool, length: int) -> None:
    raw = np.stack(list(RAW.values()))[:, :length]
    finished = np.asarray(FinishedSound(length, PEAK)(raw, np.full((len(raw), 1), norm, np.float32)))
    for name, sound, given in zip(RAW, finished, raw, strict=True):
        expected = align_peak(given, peak_sample=PEAK, norm=norm)
        difference = np.abs(sound - expected).max() / np.abs(expected).max()
        assert difference <= INAUDIBLE, f"{name}: {20 * np.log10(difference):.1f} dB"
        assert np.argmax(np.abs(sound)) == PEAK, name
        assert sound[0] == sound[-1] == 0, name
        assert not norm or abs(sound[PEAK]) == np.float32(PEAK_LEVEL), name
