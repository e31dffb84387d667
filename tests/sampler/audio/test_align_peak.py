"""`align_peak`: the finished sound of any decoder output has its only peak at the peak sample."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from sampler.audio.align import REST_CEILING, align_peak
from sampler.audio.level import ceil_gain
from sampler.constants import PEAK_LEVEL

Floats = NDArray[np.float32]
PEAK = 441


def assert_finished(sound: Floats, peak_sample: int, length_samples: int) -> None:
    assert sound.dtype == np.float32
    assert sound.shape == (length_samples,)
    assert np.isfinite(sound).all()
    assert np.argmax(np.abs(sound)) == peak_sample
    assert np.abs(sound[peak_sample]) == np.float32(PEAK_LEVEL)
    assert sound[-1] == 0
    assert peak_sample == 0 or sound[0] == 0


@given(
    raw=arrays.arrays(np.float32, 700, elements=st.floats(width=32)),
    peak_sample=st.integers(0, 650),
)
def test_any_array_becomes_a_finished_sound(raw: Floats, peak_sample: int) -> None:
    assert_finished(align_peak(raw, peak_sample=peak_sample), peak_sample, 700)


@pytest.mark.parametrize("fill", [0.0, np.nan, np.inf, 1.0, -1e30, 1e-30])
def test_a_constant_output_becomes_a_finished_sound(fill: float) -> None:
    assert_finished(align_peak(np.full(16_384, fill, np.float32), peak_sample=PEAK), PEAK, 16_384)


@pytest.mark.parametrize("offset", [-88, -17, 0, 1, 88])
def test_a_peak_within_2_ms_is_moved_to_the_peak_sample(hit: Floats, offset: int) -> None:
    onset = int(np.argmax(np.abs(hit)))
    rendered = np.roll(hit, PEAK + offset - onset)
    aligned = align_peak(rendered, peak_sample=PEAK)
    np.testing.assert_allclose(
        aligned[200:9_000], np.roll(rendered, -offset)[200:9_000] / np.abs(hit).max() * 0.95, atol=2e-3
    )


def test_a_late_burst_is_attenuated_and_does_not_move_the_onset(hit: Floats) -> None:
    rendered = np.roll(hit, PEAK - int(np.argmax(np.abs(hit))))
    burst = rendered.copy()
    burst[9_000:12_000] += 3 * np.random.default_rng(1).normal(size=3_000).astype(np.float32)
    quiet, loud = align_peak(rendered, peak_sample=PEAK), align_peak(burst, peak_sample=PEAK)
    np.testing.assert_allclose(loud[:8_700], quiet[:8_700], atol=1e-2)
    assert np.abs(loud[9_000:12_000]).max() <= PEAK_LEVEL * REST_CEILING + 1e-6


def test_a_missing_onset_costs_at_most_30_db(hit: Floats) -> None:
    late = np.roll(hit, 6_000)
    aligned = align_peak(late, peak_sample=PEAK)
    assert_finished(aligned, PEAK, len(hit))
    assert np.abs(aligned[6_000:]).max() > 0.9 * PEAK_LEVEL


def test_without_norm_only_a_sound_that_is_too_loud_changes_level(hit: Floats) -> None:
    rendered = np.roll(hit, PEAK - int(np.argmax(np.abs(hit))))
    level = np.abs(rendered[PEAK])
    assert np.abs(align_peak(rendered * 0.3, peak_sample=PEAK, norm=False)).max() == pytest.approx(
        level * 0.3
    )
    assert np.abs(align_peak(rendered * 14, peak_sample=PEAK, norm=False)).max() == np.float32(PEAK_LEVEL)


@given(
    sound=arrays.arrays(np.float32, st.integers(1, 500), elements=st.floats(-8, 8, width=32)),
    ceiling=st.floats(0.125, 4),
)
def test_the_gain_keeps_the_ceiling_and_leaves_quiet_sounds_alone(sound: Floats, ceiling: float) -> None:
    gain = ceil_gain(sound, ceiling)
    assert (np.abs(sound * gain) <= ceiling * 1.00001).all()
    assert (gain <= 1.00001).all()
    if np.abs(sound).max() <= ceiling:
        np.testing.assert_allclose(gain, 1, atol=1e-6)


@pytest.mark.parametrize("length", [1, 31, 32, 33, 700, 4096])
def test_the_gain_runs_in_straight_lines_between_the_middles_of_blocks(length: int) -> None:
    sound = np.random.default_rng(length).normal(0, 0.5, length).astype(np.float32)
    gain = ceil_gain(sound, 0.6)
    middles = np.arange(16, length, 32)
    if len(middles):
        lines = np.interp(np.arange(middles[-1] + 1), middles, gain[middles]).astype(np.float32)
        np.testing.assert_allclose(gain[: middles[-1] + 1], lines, rtol=1e-6)
    assert len(gain) == length
    assert len(set(gain[:16])) == 1


def test_compresses_a_peak_that_stands_out_as_a_spike() -> None:
    noise = np.random.default_rng(5).uniform(-0.2, 0.2, 16_384).astype(np.float32)
    spiky = noise.copy()
    spiky[441] = 1.0
    made = align_peak(spiky, peak_sample=441)
    rest = np.abs(np.delete(made, np.arange(441 - 24, 441 + 25))).max()
    before_db, after_db = 20 * np.log10(1 / 0.2), 20 * np.log10(PEAK_LEVEL / rest)
    assert after_db == pytest.approx(1 + (before_db - 1) / 4, abs=0.3)
    assert int(np.argmax(np.abs(made))) == 441
