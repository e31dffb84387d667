"""What a drum is made of: three partials, and noise in two grids, measured and laid out as one vector.

A model that learns these numbers need not guess what can be measured: gradient descent on spectra does not
find a frequency. The split into sinusoids and noise follows Serra and Smith, "Spectral modeling synthesis"
(1990).
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.noise_grid import NoiseGrid
from sampler.analysis.partials import LEVELS, PHASES, QUIETEST_LEVEL, Partial, PartialGrid
from sampler.constants import MODEL_PEAK_SAMPLE, RATE_HZ

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

PARTIALS = 3
REFERENCE_HZ, REFERENCE_FALL_S = 60.0, 0.02
CROSSFADE_HZ = (2000.0, 2756.0)
RANGE = 1e-3
"""Gains further than 60 dB below the loudest gain of a sound count as silence."""

EXACT = PARTIALS - 1 + 2 * PARTIALS + 1
"""Exact controls: ratios of the other partials to the first, falls, logarithms of their times, the onset."""

ONSET_LEVEL, ONSETS_PER_S = 0.02, 200.0
"""A sound begins where it first reaches this share of its peak; the vector holds it in units of 5 ms."""


class Grids(NamedTuple):
    """Where the parts of sounds of one length are measured."""

    partials: PartialGrid
    low: NoiseGrid
    high: NoiseGrid


@cache
def grids(length_samples: int) -> Grids:
    """The grids of sounds of `length_samples`. Short sounds have fewer knots."""
    low = _knots(24, length_samples // 512)
    high = _knots(48, length_samples // 64)
    return Grids(
        PartialGrid(length_samples),
        NoiseGrid(length_samples, 1024, 0.0, CROSSFADE_HZ[1], 32, low, None, CROSSFADE_HZ),
        NoiseGrid(length_samples, 128, 1700.0, RATE_HZ / 2, 40, high, CROSSFADE_HZ, None),
    )


def _knots(wanted: int, frames: int) -> int:
    return min(wanted, frames // 2)


class Layout:
    """The order of a vector of parts: slices by name, for sounds of `length_samples`.

    present: 1 where there is the partial, else 0. octaves: of its loudest frequency above 60 Hz. falls: in
    octaves. fall_logs: of the time constant over 20 ms. phases: radians. onset: in 5 ms after the peak.
    levels, low, high: natural logarithms.
    """

    def __init__(self, length_samples: int) -> None:
        self.grids = grids(length_samples)
        sizes = {
            "present": PARTIALS,
            "octaves": PARTIALS,
            "falls": PARTIALS,
            "fall_logs": PARTIALS,
            "phases": PARTIALS * PHASES,
            "onset": 1,
            "levels": PARTIALS * LEVELS,
            "low": self.grids.low.size,
            "high": self.grids.high.size,
        }
        ends = np.cumsum(list(sizes.values())).tolist()
        self.at = {
            name: slice(end - size, end) for (name, size), end in zip(sizes.items(), ends, strict=True)
        }
        self.size: int = ends[-1]

    @property
    def gains(self) -> slice:
        """Levels and gains: what is heard as loudness over time and frequency."""
        return slice(self.at["levels"].start, self.at["high"].stop)

    @property
    def cells(self) -> dict[str, Floats]:
        """How much of what is heard each level and gain stands for, by name; a partial counts as two bands.

        Together they add up to about one. Their order is that of `gains`.
        """
        low, high = self.grids.low, self.grids.high
        levels = np.tile(self.grids.partials.cells, PARTIALS) * (2 / 64)
        return {"levels": levels, "low": low.cells * (27 / 64), "high": high.cells * (37 / 64)}


@cache
def layout(length_samples: int) -> Layout:
    return Layout(length_samples)


def parts_of(frames: Floats) -> Floats:
    """Vectors of parts (n, size) of model frames (n, length)."""
    made = layout(frames.shape[1])
    return np.stack([_vector(frame.astype(np.float64), made) for frame in frames])


def _vector(frame: Doubles, made: Layout) -> Floats:
    vector = np.zeros(made.size, np.float32)
    partials, rest = _split(frame, made.grids.partials)
    _write_partials(vector, partials, made)
    vector[made.at["onset"]] = onset_s(frame) * ONSETS_PER_S
    low, high = made.grids.low.measure(rest), made.grids.high.measure(rest)
    quietest = max(float(low.max()), float(high.max()), QUIETEST_LEVEL) * RANGE
    vector[made.at["low"]] = made.grids.low.log_gains(low, quietest)
    vector[made.at["high"]] = made.grids.high.log_gains(high, quietest)
    return vector


def _split(frame: Doubles, grid: PartialGrid) -> tuple[list[Partial], Doubles]:
    """The partials of a frame (length,), the likeliest first, and what remains without them."""
    partials, rest = [], frame
    for _ in range(PARTIALS):
        partial = grid.measure(rest)
        if partial is None:
            break
        partials.append(partial)
        rest = rest - grid.wave(partial)
    return partials, rest


def _write_partials(vector: Floats, partials: list[Partial], made: Layout) -> None:
    levels = vector[made.at["levels"]].reshape(PARTIALS, LEVELS)
    phases = vector[made.at["phases"]].reshape(PARTIALS, PHASES)
    levels[:] = np.log(QUIETEST_LEVEL)
    for index, partial in enumerate(partials):
        levels[index], phases[index] = partial.log_levels, partial.phases
        for name, value in _scalars(partial):
            vector[made.at[name].start + index] = value


def _scalars(partial: Partial) -> Iterator[tuple[str, float]]:
    yield "present", 1.0
    yield "octaves", float(np.log2(partial.loudest_hz / REFERENCE_HZ))
    yield "falls", partial.fall_octaves
    yield "fall_logs", float(np.log(partial.fall_s / REFERENCE_FALL_S))


def onset_s(frame: Doubles) -> float:
    """Seconds after the peak, so never more than zero, at which a frame (length,) begins to be heard."""
    lead = np.abs(frame[: MODEL_PEAK_SAMPLE + 1])
    first = int(np.argmax(lead > ONSET_LEVEL * max(float(np.abs(frame).max()), QUIETEST_LEVEL)))
    return (first - MODEL_PEAK_SAMPLE) / RATE_HZ
