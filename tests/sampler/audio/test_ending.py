"""`fade_tail`: a tail falls by 40 dB before the sound ends; a sound that has ended is unchanged."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sampler.audio.align import align_peak
from sampler.audio.ending import ENDED_DB, fade_tail, tail_db
from sampler.constants import MODEL_LENGTH_SAMPLES, RATE_HZ

Floats = NDArray[np.float32]
LENGTH = 32_768


def ringing(fall_db: float, length: int = LENGTH) -> Floats:
    """Noise that has fallen by so many dB at its end."""
    noise = np.random.default_rng(0).uniform(-1, 1, length)
    return (noise * 10 ** (-fall_db / 20 * np.arange(length) / length)).astype(np.float32)


@given(st.floats(0, 35))
def test_a_long_tail_is_made_to_end(fall_db: float) -> None:
    sound = ringing(fall_db)
    ended = fade_tail(sound)
    assert tail_db(ended[None])[0] == pytest.approx(ENDED_DB, abs=1)
    np.testing.assert_array_equal(ended[:MODEL_LENGTH_SAMPLES], sound[:MODEL_LENGTH_SAMPLES])
    assert (np.abs(ended) <= np.abs(sound)).all()


def test_the_tail_falls_evenly() -> None:
    """It is never louder ten milliseconds later, and never falls faster than a drum does."""
    blocks = fade_tail(np.ones(LENGTH, np.float32))[: LENGTH // 441 * 441].reshape(-1, 441)
    fall_db = -20 * np.diff(np.log10(np.sqrt((blocks**2).mean(1))))
    assert fall_db.min() > -1e-3
    assert fall_db.max() < 3


@pytest.mark.parametrize(
    "sound", [ringing(60), ringing(0, MODEL_LENGTH_SAMPLES), np.zeros(LENGTH, np.float32)]
)
def test_a_sound_that_has_ended_is_unchanged(sound: Floats) -> None:
    assert fade_tail(sound) is sound


def test_a_sound_that_has_nearly_ended_hardly_changes() -> None:
    """Otherwise a slider would jump where `fade_tail` begins to act."""
    sound = ringing(41)
    assert tail_db(sound[None])[0] == pytest.approx(ENDED_DB, abs=1.5)
    np.testing.assert_allclose(fade_tail(sound * 1.0001), sound, atol=0.02)


def test_aligned_sounds_have_ended() -> None:
    finished = align_peak(ringing(6), peak_sample=441, rate_hz=RATE_HZ)
    assert tail_db(finished[None])[0] < ENDED_DB + 1
