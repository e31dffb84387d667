"""What is measured of a sequence model: bits per sample on held-out recordings, and its tapes."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sampler.measure.bits import counted_bits, linear_prediction_bits
from sampler.measure.tape_figures import Heard, tape_figures
from sampler.model.tapes import TapeModel, TapeOrder

Floats = NDArray[np.float32]
MEASURED_S = 60.0
"""Seconds of unseen recordings whose bits are measured, at most."""

TAPES, TAPE_S = 3, 20.0
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Compared:
    """Recordings at the model's rate, each float32 (n,): unseen ones, and those that it learned from."""

    unseen: list[Floats]
    known: list[Floats] | None


def measured_tapes(
    model: TapeModel,
    compared: Compared,
    progress: Progress = lambda done, total: None,
    tapes: int = TAPES,
    tape_s: float = TAPE_S,
) -> dict[str, Any]:
    """Bits per sample beside those of predictors that learn little, and figures of tapes at temperature 1.

    A model that predicts no codes has no bits. Without known recordings, unseen ones stand for them, and no
    copies are looked for.
    """
    rate_hz, began = model.manifest.rate_hz, time.thread_time()
    made = []
    for seed in range(tapes):
        made.append(np.concatenate([*model.tape(TapeOrder(tape_s, seed=seed))]))
        progress(round((seed + 1) * tape_s), round(tapes * tape_s))
    spent_s = max(1e-6, time.thread_time() - began)
    known = compared.unseen if compared.known is None else compared.known
    heard = [Heard(one, rate_hz) for one in (made, compared.unseen, known)]
    figures = tape_figures(heard[0], heard[1], heard[2], model.loop.block_samples)
    if compared.known is None:
        for name in ("frechet_of_unseen", "nearest_excerpt", "copy_alarm_below"):
            del figures[name]
    bits = _bits(model, model.quantisation, compared) if model.quantisation else {}
    return {**bits, "tape": figures, "samples_per_s": round(tapes * tape_s * rate_hz / spent_s)}


def _bits(model: TapeModel, quantisation: str, compared: Compared) -> dict[str, Any]:
    unseen = _at_most(compared.unseen, round(MEASURED_S * model.manifest.rate_hz))
    measured = {
        "model": float(np.mean([model.bits(samples) for samples in unseen])),
        **(counted_bits(compared.known, unseen, quantisation) if compared.known is not None else {}),
        "linear_prediction": linear_prediction_bits(unseen, quantisation),
    }
    return {
        "bits_per_sample": {name: round(value, 3) for name, value in measured.items()},
        "measured_s": round(sum(map(len, unseen)) / model.manifest.rate_hz, 1),
    }


def _at_most(recordings: list[Floats], samples: int) -> list[Floats]:
    """Evenly spread ones of recordings (n,), about `samples` long in all, at least one."""
    mean = sum(map(len, recordings)) / len(recordings)
    wanted = max(1, min(len(recordings), int(samples / mean)))
    chosen = np.linspace(0, len(recordings) - 1, wanted).round().astype(int)
    return [recordings[index][: max(samples, 1)] for index in chosen]
