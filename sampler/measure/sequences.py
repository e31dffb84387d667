"""What is measured of a sequence model: bits per sample on held-out recordings, and its tapes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sampler.measure.bits import counted_bits, linear_prediction_bits
from sampler.model.tapes import TapeModel, TapeOrder
from sampler.recordings.store import Recordings

Floats = NDArray[np.float32]
MEASURED_S, COUNTED_S = 60.0, 600.0
"""Seconds of unseen recordings that are measured, and of training recordings that are counted, at most."""

TAPE_S = 10.0
CLIPPED_LEVEL = 0.98
QUIETEST = 1e-5


def some_of(recordings: Recordings, most_s: float) -> list[Floats]:
    """Chunks of recordings, evenly spread over them, at most `most_s` long in all but at least one."""
    mean_s = recordings.seconds / len(recordings)
    wanted = max(1, min(len(recordings), int(most_s / mean_s)))
    chosen = np.linspace(0, len(recordings) - 1, wanted).round().astype(int)
    return [recordings.read(recordings.chunks[index]) for index in chosen]


def sequence_metrics(model: TapeModel, training: Recordings, validation: Recordings) -> dict[str, Any]:
    """Bits per sample, beside those of predictors that learn little; figures of a tape at temperature 1.

    A model that predicts no codes has no bits.
    """
    unseen = some_of(validation, MEASURED_S)
    tape = np.concatenate([*model.tape(TapeOrder(TAPE_S))])
    return {
        **(_bits(model, model.quantisation, training, unseen) if model.quantisation else {}),
        "measured_s": round(sum(map(len, unseen)) / validation.rate_hz, 1),
        "tape": {
            "level_db": level_db(tape),
            "recordings_level_db": level_db(np.concatenate(unseen)),
            "clipped_share": round(float(np.mean(np.abs(tape) > CLIPPED_LEVEL)), 4),
        },
    }


def _bits(model: TapeModel, quantisation: str, training: Recordings, unseen: list[Floats]) -> dict[str, Any]:
    measured = {
        "model": float(np.mean([model.bits(samples) for samples in unseen])),
        **counted_bits(some_of(training, COUNTED_S), unseen, quantisation),
        "linear_prediction": linear_prediction_bits(unseen, quantisation),
    }
    return {"bits_per_sample": {name: round(value, 3) for name, value in measured.items()}}


def level_db(samples: Floats) -> float:
    """The level of samples (n,) in dB of full scale."""
    return round(float(20 * np.log10(max(QUIETEST, np.sqrt(np.mean(np.square(samples, dtype=float)))))), 1)
