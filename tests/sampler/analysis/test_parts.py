"""What is measured of a drum: on sounds whose parts are known, and on sounds that have none."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.analysis.noise_grid import NoiseGrid
from sampler.analysis.partials import PartialGrid
from sampler.analysis.parts import PARTIALS, REFERENCE_HZ, grids, layout, parts_of
from sampler.constants import MODEL_PEAK_SAMPLE, RATE_HZ

Doubles = NDArray[np.float64]
LENGTH = 16_384
SECONDS = (np.arange(LENGTH) - MODEL_PEAK_SAMPLE) / RATE_HZ


def gliding(hz: float, octaves: float = 0.0, fall_s: float = 0.02, decay_s: float = 0.1) -> Doubles:
    """A partial that falls to `hz`, from its peak on."""
    after = np.maximum(SECONDS, 0)
    cycles = np.cumsum(hz * 2 ** (octaves * np.exp(-after / fall_s))) / RATE_HZ
    wave: Doubles = np.cos(2 * np.pi * (cycles - cycles[MODEL_PEAK_SAMPLE])) * np.exp(-after / decay_s)
    return 0.9 * wave * (SECONDS >= 0)


def first_hz(vector: NDArray[np.float32]) -> float:
    return REFERENCE_HZ * float(2 ** vector[layout(LENGTH).at["octaves"]][0])


def parts(sound: Doubles) -> NDArray[np.float32]:
    vector: NDArray[np.float32] = parts_of(sound[None].astype(np.float32))[0]
    return vector


@pytest.mark.parametrize("hz", [41.0, 63.0, 180.0, 420.0])
def test_a_steady_partial_has_its_frequency(hz: float) -> None:
    assert abs(1200 * np.log2(first_hz(parts(gliding(hz))) / hz)) < 10


@pytest.mark.parametrize(("hz", "octaves", "fall_s"), [(50.0, 1.5, 0.02), (90.0, 0.8, 0.04)])
def test_a_glide_is_measured_and_made_again(hz: float, octaves: float, fall_s: float) -> None:
    grid, sound = PartialGrid(LENGTH), gliding(hz, octaves, fall_s)
    partial = grid.measure(sound)
    assert partial is not None
    assert hz < partial.loudest_hz < hz * 2**octaves
    left = sound - grid.wave(partial)
    later = SECONDS > 0.01
    assert np.square(left[later]).sum() < 0.02 * np.square(sound[later]).sum()


def test_silence_has_no_partials_and_no_value_that_is_not_finite() -> None:
    vector, at = parts(np.zeros(LENGTH)), layout(LENGTH).at
    assert not vector[at["present"]].any()
    assert np.isfinite(vector).all()


def test_a_vector_holds_every_part_once() -> None:
    made = layout(LENGTH)
    ends = [part.stop for part in made.at.values()]
    assert [part.start for part in made.at.values()] == [0, *ends[:-1]]
    assert made.size == ends[-1]
    assert sum(len(cells) for cells in made.cells.values()) == made.gains.stop - made.gains.start
    assert sum(cells.sum() for cells in made.cells.values()) == pytest.approx(1 + PARTIALS * 2 / 64, abs=0.2)


@pytest.mark.parametrize("name", ["low", "high"])
def test_white_noise_has_gains_of_one(name: str) -> None:
    grid: NoiseGrid = getattr(grids(LENGTH), name)
    gains = grid.measure(np.random.default_rng(0).standard_normal(LENGTH))
    assert np.sqrt(np.mean(gains[2:-2, 2:-2] ** 2)) == pytest.approx(1, abs=0.05)


def test_gains_at_knots_are_those_of_an_envelope_that_bends_there() -> None:
    grid = grids(LENGTH).low
    at_knots = np.random.default_rng(0).normal(-3, 1, (grid.bands, grid.knots))
    again = grid.log_gains(np.exp(at_knots @ grid.lines), 1e-9)
    np.testing.assert_allclose(again, at_knots.ravel(), atol=1e-4)


def test_neighbouring_grids_add_up_to_one_in_power() -> None:
    low, high = grids(LENGTH).low, grids(LENGTH).high
    hz = high.bins * RATE_HZ / high.n_fft
    below = np.interp(hz, low.bins * RATE_HZ / low.n_fft, low.crossfade, right=0)
    within = hz > 2100
    np.testing.assert_allclose(below[within] ** 2 + high.crossfade[within] ** 2, 1, atol=0.02)


def test_the_onset_is_where_a_sound_begins() -> None:
    late = gliding(60.0) + 0.1 * (np.abs(SECONDS + 0.004) < 0.0005)
    onset = parts(late)[layout(LENGTH).at["onset"]][0]
    assert onset == pytest.approx(-0.0045 * 200, abs=0.02)


def test_short_sounds_have_fewer_knots() -> None:
    assert layout(4096).size < layout(LENGTH).size
    assert np.isfinite(parts_of(gliding(80.0)[None, :4096].astype(np.float32))).all()
