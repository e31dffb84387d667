"""Envelopes between knots: where the knots are, and what their lines make of real decays."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.nets.signals import EnvelopeGains
from sampler.nets.spectral import DENSE_FRAMES, envelope_knots, knot_interpolation

Floats = NDArray[np.float32]
FRAMES, KNOTS, BANDS = 513, 80, 6


@pytest.fixture(scope="module")
def layer() -> EnvelopeGains:
    return EnvelopeGains(FRAMES, KNOTS, BANDS)


def decays() -> Floats:
    """Log gains (4, frames, bands) that rise for ten frames, then fall, every band at its own rate."""
    time = np.arange(FRAMES)[:, None]
    rates = np.linspace(0.005, 0.05, 4 * BANDS).reshape(4, 1, BANDS)
    log_gains: Floats = np.where(time < 10, 0.3 * (time - 10), -rates * (time - 10)).astype(np.float32)
    return log_gains


@pytest.mark.parametrize(("knots", "frames"), [(80, 513), (66, 257), (257, 257), (DENSE_FRAMES + 1, 40)])
def test_knots_rise_from_the_first_frame_to_the_last(knots: int, frames: int) -> None:
    at = envelope_knots(knots, frames)
    assert len(at) == knots
    assert (at[0], at[-1]) == (0, frames - 1)
    assert np.all(np.diff(at) >= 1)
    assert np.all(np.diff(at)[: DENSE_FRAMES - 1] == 1)
    assert np.all(np.diff(at, 2) >= -1)  # ever wider apart, but for rounding


def test_lines_meet_their_knots_and_are_straight_between() -> None:
    at = envelope_knots(KNOTS, FRAMES)
    values = np.random.default_rng(0).normal(size=KNOTS)
    drawn = values @ knot_interpolation(at, FRAMES)
    np.testing.assert_allclose(drawn[at], values, atol=1e-6)
    last = slice(at[-2], at[-1] + 1)
    np.testing.assert_allclose(np.diff(drawn[last], 2), 0, atol=1e-6)


def test_gains_are_what_their_knots_say(layer: EnvelopeGains) -> None:
    log_gains = decays()
    gains = np.asarray(layer(layer.at_knots(log_gains)))
    assert gains.shape == (4, FRAMES, BANDS)
    np.testing.assert_allclose(np.log(gains), log_gains, atol=0.05)


def test_what_the_knots_cannot_follow_is_averaged(layer: EnvelopeGains) -> None:
    rough = decays() + np.random.default_rng(1).normal(0, 0.5, (4, FRAMES, BANDS)).astype(np.float32)
    gains = np.asarray(layer(layer.at_knots(rough)))
    assert np.abs(np.log(gains) - decays())[:, 100:].mean() < 0.3
