"""Variations are new sounds that are still drums, and the same for the same seed."""

import numpy as np
import pytest

from sampler.audio.align import find_peak
from sampler.audio.prepare import Prepared, prepare
from sampler.audio.read import Recording
from sampler.features import model_frame
from sampler.training import arrays
from sampler.training.arrays import Division, training_sounds
from sampler.training.augment import variations
from tests.synthetic import RATE_HZ, drum


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


def test_a_large_collection_is_varied_less(sounds: list[Prepared], monkeypatch: pytest.MonkeyPatch) -> None:
    division = Division(sounds, ["kit"] * len(sounds), [])
    assert len(training_sounds(division, 2, 0)) == 3 * len(sounds)
    monkeypatch.setattr(arrays, "MOST_VARIATIONS", 3)
    assert len(training_sounds(division, 2, 0)) == len(sounds) + 3
