"""The synthesiser of parts makes what was measured again, and bounds what nobody measured."""

from typing import Any

import numpy as np
import pytest
from keras import ops
from numpy.typing import NDArray

from sampler.analysis.hearing import heard_distance
from sampler.analysis.partials import LEVELS, PHASES, Partial, PartialGrid
from sampler.analysis.parts import PARTIALS, REFERENCE_FALL_S, REFERENCE_HZ, grids, layout, parts_of
from sampler.constants import MODEL_PEAK_SAMPLE, RATE_HZ
from sampler.nets.parts import (
    GATE_LEAD_S,
    MOST_LIFT,
    Attack,
    GlidingPartials,
    GridNoise,
    Onset,
    Synthesiser,
)
from sampler.nets.parts_autoencoder import exact_controls
from tests.sampler.analysis.test_parts import SECONDS, gliding

Floats = NDArray[np.float32]
LENGTH = 16_384
NO_SHIFT = np.zeros((1, 1), np.int32)


def single(*values: Any) -> list[Floats]:
    return [np.asarray(value, np.float32) for value in values]


def made_again(frames: Floats) -> Floats:
    """Frames (n, length) as the synthesiser makes them from their measured parts."""
    vectors, at = parts_of(frames), layout(LENGTH).at
    exact = ops.convert_to_numpy(exact_controls(vectors, layout(LENGTH)))
    given = [
        vectors[:, at["octaves"]][:, :1],
        exact,
        vectors[:, at["phases"]],
        vectors[:, layout(LENGTH).gains],
    ]
    made: Floats = ops.convert_to_numpy(Synthesiser(LENGTH)(*given, np.zeros((len(frames), 1), np.int32)))
    return made


def drum() -> Floats:
    rng = np.random.default_rng(0)
    hiss = rng.standard_normal(LENGTH) * np.exp(-np.maximum(SECONDS, 0) / 0.03) * (SECONDS >= 0)
    body = gliding(60.0, 1.0) + 0.3 * gliding(170.0, decay_s=0.05)
    sound = body + 0.05 * hiss
    return np.asarray(0.95 * sound / np.abs(sound).max(), np.float32)


@pytest.mark.parametrize(("hz", "octaves"), [(55.0, 0.0), (70.0, 1.2), (300.0, -0.3)])
def test_a_partial_is_the_wave_that_the_measurement_expects(hz: float, octaves: float) -> None:
    rng, grid = np.random.default_rng(1), PartialGrid(LENGTH)
    levels, phases = np.linspace(-1, -6, LEVELS), rng.normal(0, 0.5, PHASES)
    partial = Partial(hz, octaves, 0.03, levels, phases)
    given = single(
        [[np.log2(hz / REFERENCE_HZ)]],
        [[octaves]],
        [[np.log(0.03 / REFERENCE_FALL_S)]],
        [[phases]],
        [[levels]],
    )
    made = ops.convert_to_numpy(GlidingPartials(LENGTH)(*given))[0]
    assert np.abs(made - grid.wave(partial)).max() < 0.03 * np.abs(made).max()


@pytest.mark.parametrize("name", ["low", "high"])
def test_gains_of_one_leave_white_noise(name: str) -> None:
    grid, layer = getattr(grids(LENGTH), name), GridNoise(LENGTH, name)
    made = ops.convert_to_numpy(layer(np.zeros((1, grid.size), np.float32), NO_SHIFT))[0]
    share = np.sum(grid.crossfade**2 * np.where(grid.bins == 0, 0.5, 1)) / (grid.n_fft / 2)
    assert made.std() == pytest.approx(np.sqrt(share), rel=0.1)


def test_a_shift_is_another_noise_of_the_same_level() -> None:
    grid, layer = grids(LENGTH).high, GridNoise(LENGTH, "high")
    gains = np.zeros((1, grid.size), np.float32)
    first, second = (
        ops.convert_to_numpy(layer(gains, np.full((1, 1), shift, np.int32)))[0] for shift in (0, 97)
    )
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.05
    assert first.std() == pytest.approx(second.std(), rel=0.1)


def test_nothing_is_heard_before_the_onset() -> None:
    audio = np.ones((1, LENGTH), np.float32)
    gated = ops.convert_to_numpy(Onset()(audio, np.array([[-0.002]], np.float32)))[0]
    assert gated[SECONDS < -0.002 - GATE_LEAD_S - 0.001].max() < 1e-3
    assert gated[SECONDS > 0].min() > 0.999


def test_the_attack_lifts_the_peak_by_six_decibels_at_most() -> None:
    quiet = np.zeros((1, LENGTH), np.float32)
    quiet[0, MODEL_PEAK_SAMPLE], quiet[0, 4000] = 0.1, 0.9
    lifted = ops.convert_to_numpy(Attack()(quiet))[0]
    assert lifted[MODEL_PEAK_SAMPLE] == pytest.approx(0.1 * MOST_LIFT, rel=1e-4)
    assert lifted[4000] == pytest.approx(0.9)
    loud = np.where(quiet == np.float32(0.9), np.float32(0.05), quiet)
    np.testing.assert_allclose(ops.convert_to_numpy(Attack()(loud)), loud, atol=1e-6)


def test_a_measured_drum_is_heard_again() -> None:
    """Within what two recordings of one drum differ by, which is 3 to 7 dB."""
    frames = drum()[None]
    made = made_again(frames)
    assert heard_distance(0.95 * made / np.abs(made).max(), frames)[0] < 3.5


def test_what_nobody_measured_stays_finite() -> None:
    rng, at = np.random.default_rng(2), layout(LENGTH).at
    sizes = (
        1,
        PARTIALS - 1 + 2 * PARTIALS + 1,
        PARTIALS * PHASES,
        layout(LENGTH).gains.stop - at["levels"].start,
    )
    given = [rng.normal(0, 3, (4, size)).astype(np.float32) for size in sizes]
    made = ops.convert_to_numpy(Synthesiser(LENGTH)(*given, np.zeros((4, 1), np.int32)))
    assert made.shape == (4, LENGTH)
    assert np.isfinite(made).all()
    assert RATE_HZ == 44_100
