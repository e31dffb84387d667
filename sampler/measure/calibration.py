"""The temperature at which a sequence model plays as loud as its recordings are."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sampler.measure.levels import level_db
from sampler.model.tapes import TapeModel, TapeOrder

Floats = NDArray[np.float32]
TEMPERATURES = np.geomspace(0.5, 2, 9)
TAPE_S = 8.0


def calibrated(model: TapeModel, recordings: list[Floats]) -> TapeModel:
    """The model with the `unit_temperature` whose tapes are as loud as recordings, each (n,).

    Levels of tapes at some temperatures are interpolated; beyond them the nearest temperature is taken.
    """
    wanted = level_db(np.concatenate(recordings))
    levels = [_level_at(model, float(temperature)) for temperature in TEMPERATURES]
    found = np.interp(wanted, np.maximum.accumulate(levels), np.log(TEMPERATURES))
    manifest = replace(model.manifest, unit_temperature=round(float(np.exp(found)), 4))
    return TapeModel(manifest, model.loop)


def _level_at(model: TapeModel, temperature: float) -> float:
    plain = TapeModel(replace(model.manifest, unit_temperature=temperature), model.loop)
    return level_db(np.concatenate([*plain.tape(TapeOrder(TAPE_S))]))
