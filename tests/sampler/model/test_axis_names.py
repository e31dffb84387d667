"""Axes are named after the descriptor that changes along them, in the direction of its change."""

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.analysis.spectra import Descriptors
from sampler.manifest import Axis
from sampler.measure.reconstruction import grid_positions
from sampler.model.map import AXES, Map, checked_axes, name_axes, turn_upwards

Doubles = NDArray[np.float64]
POSITIONS = grid_positions(9)
X, Y = POSITIONS.T
STILL = np.zeros(len(POSITIONS))


def described(**changing: Doubles) -> Descriptors:
    return Descriptors(**{name: changing.get(name, STILL) for name in Descriptors._fields})


@pytest.mark.parametrize(("first", "second"), [*itertools.permutations(Descriptors._fields, 2)])
def test_each_axis_gets_the_descriptor_that_follows_it(first: str, second: str) -> None:
    names = name_axes(POSITIONS, described(**{first: np.exp(5 * X), second: Y**3}))
    assert names == (AXES[first], AXES[second])


def test_a_falling_descriptor_swaps_the_ends() -> None:
    x, y = name_axes(POSITIONS, described(brightness_hz=-X, length_s=1 / (1 + Y)))
    assert x == Axis("brightness", "bright", "dark")
    assert y == Axis("length", "long", "short")


def test_two_axes_never_share_a_name() -> None:
    x, y = name_axes(POSITIONS, described(brightness_hz=X + Y, length_s=0.1 * X + Y**9))
    assert x.name != y.name
    assert {x.name, y.name} == {"brightness", "length"}


def test_a_map_on_which_nothing_changes_still_has_two_names() -> None:
    x, y = name_axes(POSITIONS, described())
    assert x.name != y.name


def test_equal_values_share_their_rank() -> None:
    """One sound of another pitch must not look like a pitch that rises from row to row."""
    pitch = STILL.copy()
    pitch[40] = 1
    rng = np.random.default_rng(0)
    noisy = described(
        pitch_hz=pitch, brightness_hz=X + 0.3 * rng.random(81), length_s=Y + 0.8 * rng.random(81)
    )
    assert [axis.name for axis in name_axes(POSITIONS, noisy)] == ["brightness", "length"]


def test_correlation_is_measured_by_rank() -> None:
    x, _ = name_axes(POSITIONS, described(brightness_hz=1e6 * np.cos(9 * X), length_s=1e-6 * X, pitch_hz=Y))
    assert x.name == "length"


def test_falling_axes_are_reversed() -> None:
    falling, rising = np.linspace(2, -1, 9), np.linspace(0, 5, 9)
    axes = name_axes(POSITIONS, described(brightness_hz=-X, length_s=Y))
    turned, named = turn_upwards(Map((falling, rising)), axes)
    assert named == (AXES["brightness_hz"], AXES["length_s"])
    assert [table[0] for table in turned.tables] == [-1, 0]


def test_an_axis_that_pitch_follows_loosely_is_not_called_pitch() -> None:
    shuffled = Y + 0.8 * np.random.default_rng(0).random(len(Y))
    _, y = name_axes(
        POSITIONS, described(length_s=X, pitch_hz=shuffled, noisiness=0.5 * shuffled - 9 * (Y > 2))
    )
    assert y.name != "pitch"


@pytest.mark.parametrize(("spread", "name"), [(0.0, "pitch"), (0.05, "pitch"), (2.0, "brightness")])
def test_landmarks_may_contradict_an_axis_that_is_called_pitch(spread: float, name: str) -> None:
    pitch = Y + spread * np.random.default_rng(0).random(len(Y))
    measured = described(pitch_hz=pitch, brightness_hz=-Y, noisiness=X)._asdict()
    axes = (AXES["length_s"], AXES["pitch_hz"])
    first, second = checked_axes(axes, POSITIONS, measured)
    assert (first.name, second.name) == ("length", name)
    assert second.low == ("low" if name == "pitch" else "bright"), "ends follow the measured direction"
