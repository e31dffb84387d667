"""Audible measures of drum sounds: distance over audible cells, strongest partial, decay and level.

Batches are float32 (N, L), mono at `RATE_HZ`. Silence that two sounds share counts for nothing here:
`analyse.log_mel_distance` averages over all cells, so a wrong pitch or a missing tail hardly shows in it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.spectra import log_mel
from sampler.constants import RATE_HZ

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

HEARD_RANGE_DB = 50.0
"""Cells of a log-mel image further than this below its loudest cell count as silence."""

BLOCK = 256
"""Sounds compared at a time: bounds the memory of large batches."""

BLOCK_SAMPLES = 220
"""Levels are measured over 5 ms."""

LEVEL_BLOCKS = 10

BODY_START_S, BODY_END_S, SHORTEST_BODY_S = 0.01, 0.15, 0.05
LOW_HZ, BODY_HIGH_HZ, HIGH_HZ = 40, 450, 1000
CLEAR_DB, CLEAR_SHARE, PARTIAL_REACH_HZ = 12.0, 0.25, 12


def heard_difference(made_db: Floats, real_db: Floats) -> Doubles:
    """(N,) dB: mean absolute difference of log-mel images (N, frames, bands) over audible cells.

    A cell is audible where either image is within `HEARD_RANGE_DB` of its own loudest cell. Each image is
    floored that far below its loudest cell. Either argument may have N = 1 and is then compared with all.
    """
    difference, heard = audible_difference(made_db, real_db)
    mean: Doubles = np.abs(difference).sum((1, 2), dtype=np.float64) / np.maximum(heard.sum((1, 2)), 1)
    return mean


def audible_difference(made_db: Floats, real_db: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """`made_db` less `real_db`, 0 where inaudible, and where they are audible: both (N, frames, bands).

    See `heard_difference`.
    """
    made_floor, real_floor = _floor(made_db), _floor(real_db)
    heard = (made_db > made_floor) | (real_db > real_floor)
    return (np.maximum(made_db, made_floor) - np.maximum(real_db, real_floor)) * heard, heard


def audible(images_db: Floats) -> NDArray[np.bool_]:
    """Which cells of log-mel images (N, frames, bands) are within `HEARD_RANGE_DB` of their loudest."""
    return images_db > _floor(images_db)


def _floor(images_db: Floats) -> Floats:
    floor: Floats = images_db.max((1, 2), keepdims=True) - np.float32(HEARD_RANGE_DB)
    return floor


def heard_distance(made: Floats, real: Floats) -> Doubles:
    """(N,) dB: `heard_difference` of the log-mel images of two batches (N, L)."""
    return heard_difference(log_mel(made), log_mel(real))


def nearest_heard(real: Floats, known: Floats) -> tuple[NDArray[np.int64], Doubles]:
    """For each of `real` (N, L) the nearest of `known` (M, L) by `heard_distance`: indices (N,), dB (N,)."""
    images = log_mel(known)
    blocks = [images[start : start + BLOCK] for start in range(0, len(images), BLOCK)]
    found = [
        np.concatenate([heard_difference(block, image[None]) for block in blocks]) for image in log_mel(real)
    ]
    return np.array([row.argmin() for row in found]), np.array([row.min() for row in found])


class Partial(NamedTuple):
    """The strongest partial of a sound's body."""

    hz: float
    clear: bool
    """The partial stands 12 dB above the median below 1 kHz and holds a quarter of the energy there."""
    share: float
    """Share of the energy between 40 Hz and 1 kHz that lies within 12 Hz of the partial."""


def strongest_partial(sound: Floats) -> Partial | None:
    """Strongest partial between 40 and 450 Hz, 10 to 150 ms after the largest sample of (L,).

    The targets for models use it. It follows no glide. Where several partials are about as strong, two
    recordings of one drum may get different ones: `pitch.body_pitch` is made for control. None when less
    than 50 ms follow.
    """
    peak = int(np.argmax(np.abs(sound)))
    body = sound[peak + round(BODY_START_S * RATE_HZ) : peak + int(BODY_END_S * RATE_HZ)].astype(np.float64)
    if len(body) < SHORTEST_BODY_S * RATE_HZ:
        return None
    power = np.abs(np.fft.rfft(body * np.hanning(len(body)), RATE_HZ)) ** 2  # bins are 1 Hz wide
    return _strongest(power + 1e-20)


def _strongest(power: Doubles) -> Partial:
    low = power[LOW_HZ:HIGH_HZ]
    hz = LOW_HZ + int(np.argmax(power[LOW_HZ:BODY_HIGH_HZ]))
    near = power[max(LOW_HZ, hz - PARTIAL_REACH_HZ) : hz + PARTIAL_REACH_HZ + 1]
    share = float(near.sum() / low.sum())
    above_db = 10 * np.log10(power[hz] / np.median(low))
    return Partial(
        hz + parabola_peak(np.log(power[hz - 1 : hz + 2])),
        bool(above_db > CLEAR_DB and share > CLEAR_SHARE),
        share,
    )


def parabola_peak(three: Doubles) -> float:
    """Position of the vertex of the parabola through three values (3,) at -1, 0 and 1."""
    left, middle, right = three
    return float(0.5 * (left - right) / (left - 2 * middle + right + 1e-20))


def decay_s(batch: Floats, drop_db: float) -> Doubles:
    """(N,) seconds from the loudest 5 ms of (N, L) to the last 5 ms within `drop_db` of it."""
    level_db = _levels_db(batch)
    loud = level_db > level_db.max(1, keepdims=True) - drop_db
    last = loud.shape[1] - 1 - loud[:, ::-1].argmax(1)
    blocks: Doubles = (last - level_db.argmax(1)).astype(np.float64)
    return blocks * (BLOCK_SAMPLES / RATE_HZ)


def level_db(batch: Floats) -> Doubles:
    """(N,) dBFS: RMS of the loudest 50 ms of (N, L)."""
    power = 10 ** (_levels_db(batch) / 10)
    sums = np.cumsum(np.pad(power, ((0, 0), (LEVEL_BLOCKS, 0))), 1)
    loudest = (sums[:, LEVEL_BLOCKS:] - sums[:, :-LEVEL_BLOCKS]).max(1)
    level: Doubles = 10 * np.log10(np.maximum(loudest / LEVEL_BLOCKS, 1e-12))
    return level


def _levels_db(batch: Floats) -> Doubles:
    """Levels (N, L // 220) in dBFS of every 5 ms."""
    whole = batch[:, : batch.shape[1] // BLOCK_SAMPLES * BLOCK_SAMPLES].astype(np.float64)
    power = (whole**2).reshape(len(batch), -1, BLOCK_SAMPLES).mean(2)
    levels: Doubles = 10 * np.log10(np.maximum(power, 1e-12))
    return levels
