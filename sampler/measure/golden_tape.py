"""The self-test of a sequence model: the export stores the beginnings of short tapes, later loads compare.

A sample is drawn: where two machines differ in the last bits of a probability, one tape in hundreds goes
another way. So most of the tapes must begin as they did, not all.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from sampler.model.tapes import TapeModel, TapeOrder

SEEDS = (0, 1, 2, 3, 4)
SAMPLES = 48
MOST_DIFFERENT = 1
TOLERANCE = 1e-4


def golden_tapes(model: TapeModel) -> list[dict[str, Any]]:
    """For each of five tapes: its seed and its first samples."""
    return [{"seed": seed, "samples": _beginning(model, seed)} for seed in SEEDS]


def tape_faults(model: TapeModel) -> list[str]:
    """Sentences that say why a model must not be played; empty where nothing is wrong."""
    beginnings = [_beginning(model, seed) for seed in SEEDS]
    if not np.isfinite(beginnings).all():
        return ["It plays values that are not numbers."]
    if np.ptp(beginnings) == 0:
        return ["It plays the same value for ever."]
    different = sum(not _reproduces(model, golden) for golden in model.manifest.golden)
    if different > MOST_DIFFERENT:
        return [f"{different} of its tapes differ from those at its export."]
    return []


def _beginning(model: TapeModel, seed: int) -> list[float]:
    seconds = SAMPLES / model.manifest.rate_hz
    tape = np.concatenate([*model.tape(TapeOrder(seconds, seed=seed))])
    return [round(float(sample), 6) for sample in tape]


def _reproduces(model: TapeModel, golden: Mapping[str, Any]) -> bool:
    return np.allclose(_beginning(model, golden["seed"]), golden["samples"], rtol=0, atol=TOLERANCE)
