"""The distance that a search makes smaller: what is heard, mostly at the beginning."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.analysis.hearing import heard_distance
from sampler.analysis.reference import LATE_WEIGHT, Reference, search_image
from tests.synthetic import drum

Floats = NDArray[np.float32]


def drums(count: int, length: int = 16_384) -> Floats:
    sounds = [np.pad(drum(seed), (0, length))[:length] for seed in range(count)]
    return np.stack(sounds).astype(np.float32)


def test_it_is_the_audible_distance_on_every_second_frame() -> None:
    sounds = drums(8)
    found = Reference(sounds[0]).distance(sounds[1:])
    np.testing.assert_allclose(found, heard_distance(sounds[1:], sounds[:1]), rtol=0.08)


def test_a_sound_is_at_no_distance_from_itself() -> None:
    sound = drums(1)
    assert Reference(sound[0]).distance(sound)[0] == 0


def test_shared_silence_does_not_bring_sounds_closer() -> None:
    short, long = (np.pad(drums(2), ((0, 0), (0, silence))) for silence in (0, 16_384))
    near, far = (Reference(one[0]).distance(one[1:])[0] for one in (short, long))
    assert far == pytest.approx(near, rel=0.1)


def test_the_beginning_of_a_long_sound_counts_most() -> None:
    sound = np.random.default_rng(0).standard_normal(32_768).astype(np.float32)
    begins, ends = sound.copy(), sound.copy()
    begins[:16_384] /= 4
    ends[16_384:] /= 4
    early, late = Reference(sound).distance(np.stack([begins, ends]))
    assert late == pytest.approx(LATE_WEIGHT * early, rel=0.15)


def test_differences_add_up_to_the_distance() -> None:
    sounds = drums(6)
    reference = Reference(sounds[0])
    total = np.abs(reference.difference(sounds[1:])) @ reference.weights
    np.testing.assert_allclose(total, reference.distance(sounds[1:]), rtol=1e-4)


def test_images_of_shorter_sounds_are_compared_over_what_both_have() -> None:
    sounds = drums(2)
    whole = Reference(sounds[0])
    assert np.isfinite(whole.distance_of_images(search_image(sounds[1:, :4096]), frames=32)).all()
