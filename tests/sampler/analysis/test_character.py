"""What a report says of a sound follows from the sound alone, not from its level."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.analysis.character import character
from sampler.constants import RATE_HZ

Floats = NDArray[np.float32]


def tone(hz: float, seconds: float = 0.4, decay_s: float = 0.1) -> Floats:
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (0.9 * np.sin(2 * np.pi * hz * times) * np.exp(-times / decay_s)).astype(np.float32)


def noise(seconds: float = 0.4) -> Floats:
    return np.random.default_rng(0).uniform(-0.9, 0.9, round(seconds * RATE_HZ)).astype(np.float32)


@pytest.mark.parametrize("hz", [55.0, 180.0, 700.0])
def test_the_note_is_measured(hz: float) -> None:
    found = character(tone(hz)).pitch_hz
    assert found == pytest.approx(hz, rel=0.01)


def test_noise_has_no_note() -> None:
    assert character(noise()).pitch_hz is None


@pytest.mark.parametrize("decay_s", [0.02, 0.06])
def test_the_length_is_the_time_to_30_db(decay_s: float) -> None:
    expected_s = decay_s * np.log(10 ** (30 / 20))
    assert character(tone(300, decay_s=decay_s)).length_s == pytest.approx(expected_s, abs=0.008)


@pytest.mark.parametrize("sound", [noise(0.4), tone(440, 0.4, decay_s=1e6)])
def test_a_steady_sound_is_as_long_as_it_lasts(sound: Floats) -> None:
    assert character(sound).length_s == pytest.approx(0.4, abs=0.006)


def test_silence_around_a_sound_does_not_count() -> None:
    padded = np.pad(tone(440, 0.1, decay_s=1e6), 4410)
    assert character(padded).length_s == pytest.approx(0.1, abs=0.011)


def test_brightness_follows_what_is_audible() -> None:
    dark, bright = character(tone(80)), character(tone(2000))
    assert dark.brightness_hz < bright.brightness_hz < character(noise()).brightness_hz


@pytest.mark.parametrize("sound", [tone(180), noise()])
def test_the_level_does_not_count(sound: Floats) -> None:
    loud, faint = character(sound), character(0.05 * sound)
    assert faint.length_s == loud.length_s
    assert faint.brightness_hz == pytest.approx(loud.brightness_hz, rel=0.02)


@pytest.mark.parametrize("samples", [1, 2, 198, 219, 220])
def test_the_shortest_sounds_are_described(samples: int) -> None:
    found = character(np.full(samples, 0.5, np.float32))
    assert found.pitch_hz is None
    assert 0 < found.length_s < 0.006
    assert np.isfinite(found.brightness_hz)
