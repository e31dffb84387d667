"""The weights of an artefact: what a decode worker on a GPU builds its networks from."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from sampler.nets.autoencoders import TrainingModel


def round_weights(model: "TrainingModel") -> None:
    """Round every weight to float16: what is stored is half the size and exactly what serves."""
    for variable in _variables(model):
        variable.assign(np.asarray(variable).astype(np.float16).astype(np.float32))


def write_weights(model: "TrainingModel", path: Path) -> None:
    """Write all weights as float16, in the order in which encoder and decoder hold them."""
    np.savez_compressed(path, *[np.asarray(variable).astype(np.float16) for variable in _variables(model)])


def read_weights(model: "TrainingModel", path: Path) -> None:
    """Set a built model's weights."""
    with np.load(path, allow_pickle=False) as stored:
        for variable, name in zip(_variables(model), stored.files, strict=True):
            variable.assign(stored[name])


def _variables(model: "TrainingModel") -> list[Any]:
    return [*model.encoder.trainable_variables, *model.decoder.trainable_variables]
