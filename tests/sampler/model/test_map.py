"""The map: positions and latents, the ends of the axes, and even steps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sampler.analysis.spectra import log_mel
from sampler.measure.reconstruction import grid_positions
from sampler.model.map import AUDIBLE_DB, KNOTS, Decode, Map, fit_map

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
LENGTH = 2048
UNIT = st.floats(0, 1)


def uneven(latents: Floats) -> Floats:
    """An artificial decoder: level jumps around zero along x, and brightness around one along y."""
    rng = np.random.default_rng(0)
    hum, hiss = (rng.standard_normal(LENGTH) for _ in range(2))
    spectrum = np.fft.rfft(np.stack([hum, hiss]))
    half = spectrum.shape[1] // 2
    spectrum[0, half:] *= 0.01
    spectrum[1, :half] *= 0.01
    dark, bright = np.fft.irfft(spectrum)
    level_db = 20 * np.tanh(6 * latents[:, :1])
    tilt_db = 10 * np.tanh(6 * (latents[:, 1:] - 1))
    sounds = 10 ** ((level_db - tilt_db) / 20) * dark + 10 ** ((level_db + tilt_db) / 20) * bright
    return np.asarray(sounds, np.float32)


@pytest.fixture(scope="module")
def means() -> Floats:
    rng = np.random.default_rng(1)
    return (rng.standard_normal((400, 2)) * [1, 0.5] + [0, 1]).astype(np.float32)


def livelier_above(latents: Floats) -> Floats:
    """The same decoder, but without a jump along x where y is low."""
    calm = latents.copy()
    calm[:, 0] = np.where(latents[:, 1] < 1.5, latents[:, 0] / 12, latents[:, 0])
    return uneven(calm)


def livelier_at_first(latents: Floats) -> Floats:
    """A decoder whose level jumps in the first quarter and rises steadily after it."""
    sounds, steady = uneven(latents), uneven(latents * np.array([1 / 12, 1], np.float32))
    return np.concatenate([sounds, *3 * [steady]], axis=1)


@pytest.fixture(scope="module")
def fitted(means: Floats) -> Map:
    return fit_map(means, uneven)


def unevenness(latents: Floats, decode: Decode = uneven) -> float:
    """Largest over median audible step along a line of latents."""
    audible = np.maximum(log_mel(decode(latents)), AUDIBLE_DB)
    steps = np.abs(np.diff(audible, axis=0)).mean(axis=(1, 2))
    return float(steps.max() / np.median(steps))


@pytest.mark.parametrize("axis", [0, 1])
def test_steps_along_an_axis_are_even_where_the_latent_jumps(fitted: Map, axis: int) -> None:
    positions = np.full((33, 2), 0.5)
    positions[:, axis] = np.linspace(0, 1, 33)
    latents = fitted.to_latent(positions)
    straight = latents.copy()
    straight[:, axis] = np.linspace(latents[0, axis], latents[-1, axis], 33)
    assert unevenness(straight) > 5
    assert unevenness(latents) < 1.3


def test_the_line_with_the_largest_jump_decides(means: Floats) -> None:
    fitted = fit_map(means, livelier_above)
    line = fitted.to_latent(np.stack([np.linspace(0, 1, 33), np.ones(33)], axis=1))
    straight = np.stack([np.linspace(line[0, 0], line[-1, 0], 33), line[:, 1]], axis=1)
    assert unevenness(straight, livelier_above) > 5
    assert unevenness(line, livelier_above) < 1.5


def test_the_beginning_of_long_sounds_is_even_too(means: Floats, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sampler.model.map.MODEL_LENGTH_SAMPLES", LENGTH)
    fitted = fit_map(means, livelier_at_first)
    line = fitted.to_latent(np.stack([np.linspace(0, 1, 33), np.full(33, 0.5)], axis=1))
    assert unevenness(line, lambda latents: livelier_at_first(latents)[:, :LENGTH]) < 1.5


def test_the_ends_are_percentiles_of_the_training_means(fitted: Map, means: Floats) -> None:
    ends = fitted.to_latent(np.array([[0.0, 0.0], [1.0, 1.0]]))
    np.testing.assert_allclose(ends, np.percentile(means, [1, 99], axis=0), rtol=1e-5)


def test_tables_rise(fitted: Map) -> None:
    for table in fitted.tables:
        assert len(table) == KNOTS
        assert np.all(np.diff(table) > 0)


@given(UNIT, UNIT)
def test_positions_survive_the_round_trip(fitted: Map, x: float, y: float) -> None:
    position = np.array([[x, y]])
    np.testing.assert_allclose(fitted.to_position(fitted.to_latent(position)), position, atol=1e-4)


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_a_latent_beyond_the_map_is_clipped_to_its_edge(fitted: Map, a: float, b: float) -> None:
    latents = np.array([[a, b]], np.float32)
    positions = fitted.to_position(latents)
    assert np.all((positions >= 0) & (positions <= 1))
    low, high = ([table[end] for table in fitted.tables] for end in (0, -1))
    np.testing.assert_allclose(fitted.to_latent(positions), np.clip(latents, low, high), atol=1e-4)


def test_a_collapsed_latent_gives_a_nearly_constant_map(means: Floats) -> None:
    collapsed = np.tile(np.array([[0.3, -2.0]], np.float32), (50, 1))
    fitted = fit_map(collapsed, uneven)
    latents = fitted.to_latent(grid_positions(5))
    assert np.isfinite(latents).all()
    np.testing.assert_allclose(latents, np.broadcast_to([0.3, -2.0], latents.shape), atol=2e-3)
    assert all(np.all(np.diff(table) > 0) for table in fitted.tables)


def test_a_silent_decoder_gives_even_steps(means: Floats) -> None:
    fitted = fit_map(means, lambda latents: np.zeros((len(latents), LENGTH), np.float32))
    for table in fitted.tables:
        np.testing.assert_allclose(np.diff(table), (table[-1] - table[0]) / (KNOTS - 1), rtol=1e-6)


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_a_grid_is_row_major_with_its_ends(steps: int) -> None:
    grid = grid_positions(steps)
    assert len(grid) == steps**2
    if steps > 1:
        step = 1 / (steps - 1)
        expected = np.array([[0, 0], [step, 0], [0, step], [1, 1]])
        np.testing.assert_allclose(grid[[0, 1, steps, -1]], expected)


@given(x=UNIT, y=UNIT)
def test_positions_on_a_falling_axis_survive_the_round_trip(x: float, y: float) -> None:
    turned = Map((np.array([3.0, 1.0, -2.0]), np.array([-1.0, 0.0, 4.0])))
    position = turned.to_position(turned.to_latent(np.array([[x, y]])))
    np.testing.assert_allclose(position[0], [x, y], atol=1e-5)
