"""What a report says of one sound: its note, how long it is heard and how bright it is."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.hearing import BLOCK_SAMPLES, HEARD_RANGE_DB, strongest_partial
from sampler.analysis.pitch import body_pitch
from sampler.analysis.spectra import log_mel, mel_centres_hz
from sampler.constants import MODEL_LENGTH_SAMPLES, RATE_HZ

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

LENGTH_DROP_DB = 30.0
"""A sound has ended for the ear when it stays this far below its loudest 5 ms."""


class Character(NamedTuple):
    """The properties of one sound that can be told apart by ear."""

    pitch_hz: float | None
    """None where no note is clear."""
    length_s: float
    """How long it is heard, see `length_s`."""
    brightness_hz: float
    """Centre of what is audible, on a logarithmic scale of frequency, in the first 0.37 s."""


def character(sound: Floats) -> Character:
    """Describe a sound (L,) at `RATE_HZ`, L > 0; its level has no influence."""
    return Character(tuning_hz(sound), length_s(sound), brightness_hz(sound))


def length_s(sound: Floats) -> float:
    """Seconds of (L,) from the first 5 ms to the last that are within `LENGTH_DROP_DB` of the loudest.

    A steady sound may be loudest anywhere: its length does not count from there, as a decay does.
    """
    whole = np.pad(sound, (0, -len(sound) % BLOCK_SAMPLES)).reshape(-1, BLOCK_SAMPLES)
    power = np.square(whole, dtype=np.float64).mean(1)
    heard = np.flatnonzero(power > power.max() * 10 ** (-LENGTH_DROP_DB / 10))
    return float((heard[-1] - heard[0] + 1) * BLOCK_SAMPLES / RATE_HZ) if len(heard) else 0.0


def tuning_hz(sound: Floats) -> float | None:
    """The frequency that a sound (L,) is tuned by: its note, else its strongest partial if that is clear."""
    pitch = body_pitch(sound)
    if pitch:
        return pitch.hz
    partial = strongest_partial(sound)
    return partial.hz if partial and partial.clear else None


def brightness_hz(sound: Floats) -> float:
    """Centre of the audible part of (L,): each cell of its log-mel image counts by its level above a floor,
    which lies `HEARD_RANGE_DB` below the loudest cell.
    """
    image = log_mel(sound[None, :MODEL_LENGTH_SAMPLES])[0]
    above_db = np.maximum(image - (image.max() - HEARD_RANGE_DB), 0).sum(0, dtype=np.float64)
    return float(np.exp(np.average(_log_centres(), weights=above_db)))


@cache
def _log_centres() -> Doubles:
    return np.log(mel_centres_hz())
