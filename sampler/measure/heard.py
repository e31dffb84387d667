"""Audible differences between recordings and the sounds that a model makes of them, in numbers.

Figures of `analysis.hearing` and `analysis.pitch` over batches float32 (N, L): distance over audible cells,
pitch, glide, decay and level. `docs/models.md` says why these stand beside distances over all cells.
"""

from collections.abc import Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.hearing import (
    BLOCK_SAMPLES,
    decay_s,
    heard_distance,
    level_db,
    nearest_heard,
    strongest_partial,
)
from sampler.analysis.pitch import GLIDE_S, body_pitch
from sampler.constants import RATE_HZ

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

DROPS_DB = (20, 40)


class PitchFigures(TypedDict):
    """How made sounds are in tune with the real ones that have a clear pitch; shares are None without any."""

    clear: int
    within_1: float | None
    """Share within one semitone; a made sound without a pitch counts as out of tune."""
    within_half: float | None
    error_semitones: float | None
    """Median of the absolute error where both have a pitch."""


class HeardFigures(TypedDict):
    """Audible differences: medians and shares over N pairs of a real and a made sound."""

    heard_db: float
    """Mean distance over the cells within 50 dB of the loudest of either sound."""
    partial: PitchFigures
    """By the strongest partial, which the targets are stated in."""
    note: PitchFigures
    """By `body_pitch`, which models are controlled with."""
    glide_semitones: dict[str, float | None]
    """Median absolute error of the frequency 20, 50 and 100 ms after the peak, where both have a note."""
    decay_ratio: dict[str, float]
    """Median ratio, made over real, of the times to -20 and -40 dB."""
    level_db: float
    """Median of the made sound's level minus the real one's."""


def heard_figures(real: Floats, made: Floats) -> HeardFigures:
    """Compare `made` (N, L) with `real` (N, L), N > 0."""
    notes = [(body_pitch(one), body_pitch(other)) for one, other in zip(real, made, strict=True)]
    both = [(one.glide_hz, other.glide_hz) for one, other in notes if one and other]
    return {
        "heard_db": float(heard_distance(made, real).mean()),
        "partial": _pitch_figures(*_strongest_hz(real, made)),
        "note": _pitch_figures(
            *(_hz([note.hz if note else None for note in side]) for side in zip(*notes, strict=True))
        ),
        "glide_semitones": _glide_errors(both),
        "decay_ratio": {f"to_{drop_db}_db": _decay_ratio(real, made, drop_db) for drop_db in DROPS_DB},
        "level_db": float(np.median(level_db(made) - level_db(real))),
    }


def nearest_figures(real: Floats, known: Floats) -> HeardFigures:
    """The same for the sound of `known` (M, L) that is nearest to each of `real`: the figures of a copy."""
    return heard_figures(real, known[nearest_heard(real, known)[0]])


def _strongest_hz(real: Floats, made: Floats) -> tuple[Doubles, Doubles]:
    """Strongest partials in Hz (N,) of both, NaN where a real one is not clear or there is none."""
    found = [
        (strongest_partial(one), strongest_partial(other)) for one, other in zip(real, made, strict=True)
    ]
    return (
        _hz([one.hz if one and one.clear else None for one, _ in found]),
        _hz([other and other.hz for _, other in found]),
    )


def _hz(frequencies: Sequence[float | None]) -> Doubles:
    """NaN for none; a parabola through bins at the lowest edge may point below zero, which is none either."""
    return np.array([hz if hz is not None and hz > 0 else np.nan for hz in frequencies], np.float64)


def _pitch_figures(real_hz: Doubles, made_hz: Doubles) -> PitchFigures:
    clear = np.isfinite(real_hz)
    if not clear.any():
        return {"clear": 0, "within_1": None, "within_half": None, "error_semitones": None}
    error = np.abs(12 * np.log2(made_hz[clear] / real_hz[clear]))
    return {
        "clear": int(clear.sum()),
        "within_1": float((error <= 1).mean()),
        "within_half": float((error <= 0.5).mean()),
        "error_semitones": _median(error[np.isfinite(error)]),
    }


def _glide_errors(pairs: Sequence[tuple[Sequence[float], Sequence[float]]]) -> dict[str, float | None]:
    hz = np.array(pairs, np.float64).reshape(len(pairs), 2, len(GLIDE_S))
    errors = np.abs(12 * np.log2(hz[:, 1] / hz[:, 0]))
    return {f"{1000 * second:.0f}_ms": _median(errors[:, i]) for i, second in enumerate(GLIDE_S)}


def _decay_ratio(real: Floats, made: Floats, drop_db: float) -> float:
    """Times are counted in blocks of 5 ms, the last one included: none is zero."""
    block_s = BLOCK_SAMPLES / RATE_HZ
    return float(np.median((decay_s(made, drop_db) + block_s) / (decay_s(real, drop_db) + block_s)))


def _median(values: Doubles) -> float | None:
    return float(np.median(values)) if len(values) else None
