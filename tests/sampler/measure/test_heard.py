"""Figures of what is heard: in tune and out of tune, longer and shorter, with and without a pitch."""

import json

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.measure.heard import heard_figures, nearest_figures

Floats = NDArray[np.float32]
SECONDS = (np.arange(16_384) - 441) / 44_100


def drums(hz: tuple[float, ...], decay_s: float = 0.06, fall: float = 0.0, level: float = 0.9) -> Floats:
    """Damped partials (N, 16384) that start at sample 441 and fall from `1 + fall` times their frequency."""
    course = np.array(hz)[:, None] * (1 + fall * np.exp(-np.maximum(SECONDS, 0) / 0.04))
    angle = 2 * np.pi * np.cumsum(course, 1) / 44_100
    wave = level * np.cos(angle - angle[:, 441:442]) * np.exp(-np.maximum(SECONDS, 0) / decay_s)
    return np.where(SECONDS < 0, 0, wave).astype(np.float32)


def test_a_copy_has_no_error() -> None:
    real = drums((55, 90, 180))
    figures = heard_figures(real, real)
    assert figures["heard_db"] == pytest.approx(0, abs=1e-6)
    for pitch in (figures["partial"], figures["note"]):
        assert pitch == {"clear": 3, "within_1": 1, "within_half": 1, "error_semitones": pytest.approx(0)}
    assert figures["glide_semitones"] == {"20_ms": 0, "50_ms": 0, "100_ms": 0}
    assert figures["decay_ratio"] == {"to_20_db": 1, "to_40_db": 1}
    assert figures["level_db"] == 0


def test_shares_count_what_is_in_tune() -> None:
    real = drums((60, 100, 150, 200))
    made = drums((60, 100 * 2 ** (0.8 / 12), 150 * 2 ** (3 / 12), 200))
    for pitch in (heard_figures(real, made)["partial"], heard_figures(real, made)["note"]):
        assert (pitch["clear"], pitch["within_1"], pitch["within_half"]) == (4, 0.75, 0.5)
        assert pitch["error_semitones"] == pytest.approx(0.4, abs=0.1)


def test_a_made_sound_without_a_note_is_out_of_tune() -> None:
    real = drums((60, 100))
    made = real.copy()
    made[1] = np.random.default_rng(0).normal(size=16_384) * np.exp(-np.maximum(SECONDS, 0) / 0.05) * 0.1
    assert heard_figures(real, made)["note"]["within_1"] == 0.5


def test_where_nothing_real_is_clear_there_are_no_shares() -> None:
    noise = np.random.default_rng(1).normal(size=(2, 16_384)).astype(np.float32)
    figures = heard_figures(noise, drums((60, 100)))
    assert figures["note"] == {"clear": 0, "within_1": None, "within_half": None, "error_semitones": None}
    assert figures["glide_semitones"] == {"20_ms": None, "50_ms": None, "100_ms": None}
    assert "NaN" not in json.dumps(figures)


def test_a_missing_glide_is_told_by_its_beginning() -> None:
    errors = heard_figures(drums((60, 80), fall=1.5), drums((60, 80)))["glide_semitones"]
    assert errors["20_ms"] is not None
    assert errors["100_ms"] is not None
    assert errors["20_ms"] > 6
    assert errors["100_ms"] < 3


def test_decay_and_level_are_made_over_real() -> None:
    figures = heard_figures(drums((200, 300), 0.02), drums((200, 300), 0.04, level=0.45))
    assert figures["decay_ratio"]["to_20_db"] == pytest.approx(2, abs=0.25)
    assert figures["decay_ratio"]["to_40_db"] == pytest.approx(2, abs=0.2)
    assert -6.1 < figures["level_db"] < 0


def test_the_nearest_known_sound_is_held_against_each() -> None:
    known = drums((60, 100, 200))
    assert nearest_figures(drums((101, 60.5)), known) == heard_figures(drums((101, 60.5)), known[[1, 0]])
