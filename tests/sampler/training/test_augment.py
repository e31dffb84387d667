"""Variations are new sounds that are still drums, and the same for the same seed."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.analysis.features import model_frame
from sampler.analysis.spectra import descriptors
from sampler.audio.align import find_peak
from sampler.audio.prepare import Prepared, prepare
from sampler.audio.read import Recording
from sampler.training import arrays
from sampler.training.arrays import training_sounds
from sampler.training.augment import more_air, slower_decay, variations
from sampler.training.division import Division
from tests.synthetic import RATE_HZ, drum

Floats = NDArray[np.float32]


@pytest.fixture(scope="module")
def sounds() -> list[Prepared]:
    return [prepare(Recording(drum(seed), RATE_HZ)) for seed in range(6)]


def vary(sounds: list[Prepared], seed: int, count: int = 40) -> list[Prepared]:
    return variations(sounds, list("aaabbc"), count, np.random.default_rng(seed))


def test_variations_are_sounds(sounds: list[Prepared]) -> None:
    varied = vary(sounds, 0)
    assert len(varied) == 40
    for sound in varied:
        assert sound.samples.dtype == np.float32
        assert np.isfinite(sound.samples).all()
        assert sound.peak == find_peak(sound.samples)
        assert np.abs(model_frame(sound, 16_384)).max() == pytest.approx(0.95)


def test_no_variation_is_its_original_or_another_variation(sounds: list[Prepared]) -> None:
    frames = np.stack([model_frame(sound, 16_384) for sound in [*sounds, *vary(sounds, 1)]])
    assert len(np.unique(frames, axis=0)) == len(frames)


def test_the_seed_decides(sounds: list[Prepared]) -> None:
    first, again, other = vary(sounds, 2), vary(sounds, 2), vary(sounds, 3)
    for a, b in zip(first, again, strict=True):
        np.testing.assert_array_equal(a.samples, b.samples)
    assert not np.array_equal(first[0].samples, other[0].samples)


def test_originals_stay_untouched(sounds: list[Prepared]) -> None:
    before = [sound.samples.copy() for sound in sounds]
    vary(sounds, 4)
    for sound, samples in zip(sounds, before, strict=True):
        np.testing.assert_array_equal(sound.samples, samples)


@pytest.mark.parametrize("ratio", [1.3, 2.0])
def test_a_slower_decay_is_longer_and_never_louder(ratio: float) -> None:
    seconds = np.arange(30_000) / RATE_HZ
    tail = (np.random.default_rng(0).normal(size=30_000) * np.exp(-seconds / 0.03)).astype(np.float32)
    slower = tail * slower_decay(tail, ratio)
    short, long = descriptors(np.stack([tail, slower]), peak_sample=0).length_s
    assert long / short == pytest.approx(ratio, rel=0.15)
    assert np.abs(slower).max() <= 1.2 * np.abs(tail).max()


def band(samples: Floats, low_hz: float, high_hz: float) -> Floats:
    """Level of a band over time: (30_000,) -> (8,). A filter rings at both ends, which are left out."""
    hz = np.fft.rfftfreq(30_000, 1 / RATE_HZ)
    heard = np.fft.irfft(np.fft.rfft(samples) * ((hz >= low_hz) & (hz < high_hz)), 30_000)
    return np.asarray(heard.reshape(10, -1).std(axis=1)[1:9], np.float32)


# the power of a slope that runs from 0 dB to -12 dB is 4.7 dB down
@pytest.mark.parametrize(("slope_db", "down_db"), [(0.0, 0.0), (-12.0, 4.7)])
def test_air_is_as_loud_as_what_lies_below_it_and_falls_as_fast(slope_db: float, down_db: float) -> None:
    seconds = np.arange(30_000) / RATE_HZ
    tail = np.random.default_rng(0).normal(size=30_000) * np.exp(-seconds / 0.2)
    spectrum = np.fft.rfft(tail)
    spectrum[np.fft.rfftfreq(30_000, 1 / RATE_HZ) > 17_000] = 0
    dull = np.fft.irfft(spectrum, 30_000).astype(np.float32)
    airy = more_air(dull, 16_000, slope_db)
    np.testing.assert_allclose(band(airy, 0, 16_000), band(dull, 0, 16_000), rtol=0.01)
    above, below = band(airy, 16_000, 22_050), band(dull, 9_950, 16_000)
    assert band(dull, 18_000, 22_050).max() < 0.02 * below.max()
    fallen_db = 20 * np.log10(below / above)
    np.testing.assert_allclose(fallen_db, fallen_db.mean(), atol=2)
    assert fallen_db.mean() == pytest.approx(down_db, abs=0.7)


@pytest.mark.parametrize("count", [1, 2, 100])
def test_the_shortest_sound_has_air(count: int) -> None:
    airy = more_air(np.ones(count, np.float32), 16_000, -6.0)
    assert airy.shape == (count,)
    assert np.isfinite(airy).all()


@pytest.mark.parametrize("count", [1, 100, 221])
def test_the_shortest_tail_has_a_decay(count: int) -> None:
    gains = slower_decay(np.ones(count, np.float32), 2.0)
    assert gains.shape == (count,)
    assert np.isfinite(gains).all()


def test_a_large_collection_is_varied_less(sounds: list[Prepared], monkeypatch: pytest.MonkeyPatch) -> None:
    division = Division(sounds, ["kit"] * len(sounds), [])
    assert len(training_sounds(division, 2, 0)) == 3 * len(sounds)
    monkeypatch.setattr(arrays, "MOST_VARIATIONS", 3)
    assert len(training_sounds(division, 2, 0)) == len(sounds) + 3
