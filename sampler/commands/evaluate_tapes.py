"""What `evaluate` measures of a model that makes tapes."""

from pathlib import Path
from typing import Any

from sampler.commands.common import progress_bar
from sampler.measure.sequences import Compared, measured_tapes
from sampler.model.tapes import TapeModel
from sampler.recordings.some import some_of_folder

MEASURED_S = 600.0
"""Seconds of recordings that are read of each folder, at most."""


def evaluate_tapes(folder: Path, data: Path, training: Path | None) -> dict[str, Any]:
    """Bits per sample of the recordings in `data`, where the model predicts codes, and figures of tapes at
    temperature 1. With the recordings of `training` the nearest of them is found, too.
    """
    model = TapeModel.load(folder)
    rate_hz = model.manifest.rate_hz
    unseen = some_of_folder(data, rate_hz, MEASURED_S)
    known = some_of_folder(training, rate_hz, MEASURED_S) if training else None
    with progress_bar("s") as show:
        return measured_tapes(model, Compared(unseen, known), show)
