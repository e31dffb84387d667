"""Preparation of one sound: rate, DC, peak, length, and the fixed frame."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from sampler.audio.prepare import Prepared, frame, prepare
from sampler.audio.read import Recording
from sampler.constants import PEAK_LEVEL, RATE_HZ
from sampler.errors import UnusableAudio

Floats = NDArray[np.float32]
GOLDEN = Path(__file__).with_name("golden_frame.npy")


def test_a_recording_at_44_1_khz_only_loses_its_dc(hit: Floats) -> None:
    sound = prepare(Recording(hit + np.float32(0.2), RATE_HZ))
    np.testing.assert_allclose(sound.samples, hit - hit.mean(), atol=1e-6)
    assert abs(sound.samples.mean()) < 1e-6
    assert sound.peak == np.argmax(np.abs(sound.samples))


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 39_063, 44_101, 48_000, 96_000, 192_000])
def test_other_rates_keep_time(rate_hz: int) -> None:
    time_s = np.arange(rate_hz // 2) / rate_hz
    pulse = np.exp(-0.5 * ((time_s - 0.1) / 0.001) ** 2).astype(np.float32)
    sound = prepare(Recording(pulse, rate_hz))
    assert len(sound.samples) == pytest.approx(RATE_HZ / 2, abs=2)
    assert sound.peak == pytest.approx(0.1 * RATE_HZ, abs=2)


@pytest.mark.parametrize("samples", [np.zeros(9_000), np.full(9_000, 0.5), np.full(9_000, 5e-5), np.ones(3)])
def test_silent_and_short_recordings_are_refused(samples: NDArray[np.float64]) -> None:
    with pytest.raises(UnusableAudio):
        prepare(Recording(samples.astype(np.float32), RATE_HZ))


def test_a_long_recording_is_kept_around_its_peak(hit: Floats) -> None:
    late = np.concatenate([np.random.default_rng(0).normal(size=RATE_HZ * 5).astype(np.float32) * 0.01, hit])
    sound = prepare(Recording(np.pad(late, (0, RATE_HZ * 3)), RATE_HZ))
    assert len(sound.samples) == 2 * RATE_HZ
    assert sound.peak == RATE_HZ // 2 == np.argmax(np.abs(sound.samples))
    assert sound.samples[0] == 0


def test_huge_magnitudes_are_scaled_without_overflow(hit: Floats) -> None:
    sound = prepare(Recording(hit * np.float32(1e38), RATE_HZ))
    assert np.isfinite(sound.samples**2).all()
    assert 0.9 < np.abs(sound.samples).max() < 1.1


def test_a_frame_pads_trims_and_fades_only_where_it_cuts(hit: Floats) -> None:
    sound = prepare(Recording(hit, RATE_HZ))
    loose = frame(sound, attack_samples=4_410, length_samples=40_000)
    gain = loose[4_410] / sound.samples[sound.peak]
    start = 4_410 - sound.peak
    np.testing.assert_allclose(loose[start : start + len(hit)], sound.samples * gain, atol=1e-6)
    assert not loose[:start].any()
    assert not loose[start + len(hit) :].any()
    tight = frame(sound, attack_samples=100, length_samples=2_000)
    assert tight[0] == 0 == tight[-1]
    np.testing.assert_allclose(tight[64:1_488], loose[4_374:5_798], atol=1e-6)


@given(
    samples=arrays.arrays(np.float32, st.integers(200, 600), elements=st.floats(-1, 1, width=16)),
    attack=st.integers(0, 300),
    rest=st.integers(1, 300),
)
def test_the_peak_of_any_frame_is_exactly_at_the_attack(samples: Floats, attack: int, rest: int) -> None:
    samples[77] = 1
    sound = Prepared(samples, int(np.argmax(np.abs(samples))))
    framed = frame(sound, attack_samples=attack, length_samples=attack + rest)
    assert framed.dtype == np.float32
    assert framed.shape == (attack + rest,)
    assert np.argmax(np.abs(framed)) == attack
    assert np.abs(framed[attack]) == np.float32(PEAK_LEVEL)
    assert (np.abs(np.delete(framed, attack)) < np.float32(PEAK_LEVEL)).all()


def test_golden_frame(hit: Floats) -> None:
    """A recording at another rate, with DC, gives the frame that was stored with this test."""
    framed = frame(
        prepare(Recording(hit + np.float32(0.05), 48_000)), attack_samples=441, length_samples=4_096
    )
    np.testing.assert_allclose(framed, np.load(GOLDEN).astype(np.float32), atol=1e-3)
