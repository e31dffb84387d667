"""The recordings that a run learned from and those it did not, so that benchmarks speak of the same ones."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sampler.rundir import read_config
from sampler.training.arrays import frames_of
from sampler.training.trainer import load_division

FloatArray = NDArray[np.float32]


class Sounds(NamedTuple):
    """Frames (n, length): those that a run learned from, all that it did not, and what was drawn of these."""

    known: FloatArray
    unseen: FloatArray
    drawn: FloatArray


def sounds_of(run: Path, length: int, count: int | None) -> Sounds:
    """A run's sounds, with `count` of the unseen drawn at random, always the same; None draws all."""
    division = load_division(read_config(run))[1]
    known, unseen = (frames_of(sounds, length) for sounds in (division.training, division.validation))
    chosen = np.random.default_rng(0).permutation(len(unseen))[:count]
    return Sounds(known, unseen, unseen[np.sort(chosen)])
