"""The hits that a run was trained on and those it held out, shared by benchmarks."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sampler.rundir import read_config
from sampler.training.arrays import frames_of
from sampler.training.plan import load_division

FloatArray = NDArray[np.float32]


class Sounds(NamedTuple):
    """Frames (n, length): the hits a run was trained on, those it held out, and a random choice of these."""

    known: FloatArray
    unseen: FloatArray
    drawn: FloatArray


def sounds_of(run: Path, length: int, count: int | None) -> Sounds:
    """A run's hits; `drawn` holds `count` of the unseen, always the same random choice, or all for None."""
    division = load_division(read_config(run))[1]
    known, unseen = (frames_of(sounds, length) for sounds in (division.training, division.validation))
    chosen = np.random.default_rng(0).permutation(len(unseen))[:count]
    return Sounds(known, unseen, unseen[np.sort(chosen)])
