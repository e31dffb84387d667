"""Damped modes against a direct sum of sinusoids in double precision, and the bounds of what plays them."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.nets.controls import (
    DECAY_RANGE_S,
    ONSET_RANGE_S,
    ONSET_WIDTH_RANGE_S,
    ModeControls,
    mode_centres,
)
from sampler.nets.signals import BEND_SAMPLES, BENT_MODES, DampedModes

Doubles = NDArray[np.float64]
LENGTH, PEAK, RATE_HZ, MODES = 16_384, 441, 44_100, 12
OPEN = {"onset_s": -1.0, "width_s": 1e-4}
"""A gate that has opened long before the sound begins."""


def controls(gate: dict[str, float], batch: int = 3, bend: float = 0.0) -> dict[str, Any]:
    rng = np.random.default_rng(1)
    drawn = {
        "frequency_hz": mode_centres(MODES) * rng.uniform(0.7, 1.4, (batch, MODES)),
        "cosine": rng.normal(0, 0.1, (batch, MODES)),
        "sine": rng.normal(0, 0.1, (batch, MODES)),
        "decay_s": np.exp(rng.uniform(np.log(0.004), np.log(0.6), (batch, MODES))),
        "bend": bend * rng.uniform(-1, 1, (batch, MODES)),
        **{name: np.full((batch, 1), value) for name, value in gate.items()},
    }
    return {name: value.astype(np.float32) for name, value in drawn.items()}


def played(given: dict[str, Any]) -> Doubles:
    return np.asarray(DampedModes(LENGTH, PEAK, RATE_HZ)(given), np.float64)


def direct_sum(given: dict[str, Any]) -> Doubles:
    """Every mode by itself, its phase the running sum of its bent frequency, (batch, length)."""
    exact = {name: value.astype(np.float64)[..., None] for name, value in given.items()}
    samples = np.arange(LENGTH) - PEAK
    bent = np.arange(MODES)[:, None] < BENT_MODES
    seconds = samples / RATE_HZ
    # the frequency is f (1 + bend (1 - t/T)^3) until T = 93 ms, and f from then on; this is its integral
    left = np.clip(1 - samples / BEND_SAMPLES, 0, None)
    turns = BEND_SAMPLES / RATE_HZ / 4 * (1 - left**4) * exact["bend"] * bent
    phase = 2 * np.pi * exact["frequency_hz"] * (seconds + turns)
    waves = exact["cosine"] * np.cos(phase) + exact["sine"] * np.sin(phase)
    modes = np.sum(waves * np.exp(-seconds / exact["decay_s"]), axis=1)
    gated: Doubles = modes / (1 + np.exp(-(seconds - exact["onset_s"][:, 0]) / exact["width_s"][:, 0]))
    return gated


@pytest.mark.parametrize("bend", [0.0, 0.5])
@pytest.mark.parametrize("gate", [OPEN, {"onset_s": -0.002, "width_s": 3e-4}], ids=["open", "gated"])
def test_the_bank_is_the_sum_of_its_sinusoids(bend: float, gate: dict[str, float]) -> None:
    given = controls(gate, bend=bend)
    made, expected = played(given), direct_sum(given)
    loudest = np.abs(expected).max(axis=1, keepdims=True)
    np.testing.assert_allclose(made / loudest, expected / loudest, atol=2e-3)


def test_a_bend_starts_sharp_and_ends_on_the_rest_frequency() -> None:
    given = controls(OPEN, 1)
    for name in ("cosine", "sine"):
        given[name][:] = 0
    given["cosine"][0, 0], given["frequency_hz"][0, 0], given["decay_s"][0, 0] = 1, 300, 0.6
    given["bend"][0, 0] = 0.4
    rises = np.flatnonzero(np.diff(np.sign(played(given)[0])) > 0)
    cycles_hz = RATE_HZ / np.diff(rises)
    at_peak = np.argmin(np.abs(rises[:-1] - PEAK))
    assert cycles_hz[at_peak] == pytest.approx(300 * 1.4, rel=0.05)
    assert cycles_hz[-1] == pytest.approx(300, rel=0.02)


def test_nothing_sounds_before_the_gate_opens() -> None:
    made = np.abs(played(controls({"onset_s": 0.0, "width_s": 1e-4})))
    assert made[:, : PEAK - 88].max() < 1e-6 * made.max()


def extreme_controls(level: float, semitones: float = 0.0) -> dict[str, Any]:
    layer = ModeControls(MODES, 0.5)
    hidden = level * np.random.default_rng(2).standard_normal((64, 8)).astype(np.float32)
    made = layer(hidden, np.full((64, 1), semitones, np.float32))
    return {name: np.asarray(value) for name, value in made.items()}


def test_controls_stay_within_physical_bounds() -> None:
    made = extreme_controls(1e6)
    ratio = made["frequency_hz"] / mode_centres(MODES)
    assert np.all(np.abs(np.log2(ratio)) <= 0.55 + 1e-5)
    assert np.all(np.abs(made["bend"]) <= 0.5)
    bounds = {"decay_s": DECAY_RANGE_S, "onset_s": ONSET_RANGE_S, "width_s": ONSET_WIDTH_RANGE_S}
    for name, (low, high) in bounds.items():
        slack = 1e-5 * (high - low)
        assert np.all((made[name] >= low - slack) & (made[name] <= high + slack)), name
        assert np.ptp(made[name]) > 0.9 * (high - low), name


@pytest.mark.parametrize(("semitones", "ratio"), [(12, 2.0), (-12, 0.5), (0, 1.0)])
def test_tune_transposes_every_mode(semitones: float, ratio: float) -> None:
    layer = ModeControls(MODES, 0.5)
    hidden = np.ones((1, 8), np.float32)
    plain, tuned = (
        np.asarray(layer(hidden, np.full((1, 1), tune, np.float32))["frequency_hz"])
        for tune in (0, semitones)
    )
    np.testing.assert_allclose(tuned, ratio * plain, rtol=1e-5)
