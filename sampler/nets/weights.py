"""The weights of an artefact, from which a decode worker with a GPU builds its networks."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sampler.nets.training_model import TrainingModel


def round_weights(model: "TrainingModel") -> None:
    """Round every weight to float16, so that the stored weights are exactly those that serve."""
    for variable in model.served_variables:
        variable.assign(np.asarray(variable).astype(np.float16).astype(np.float32))


def write_weights(model: "TrainingModel", path: Path) -> None:
    """Write all served weights as float16, in their order."""
    np.savez_compressed(
        path, *[np.asarray(variable).astype(np.float16) for variable in model.served_variables]
    )


def read_weights(model: "TrainingModel", path: Path) -> None:
    """Set the weights of a built model from the file. ValueError where their number differs."""
    with np.load(path, allow_pickle=False) as stored:
        for variable, name in zip(model.served_variables, stored.files, strict=True):
            variable.assign(stored[name])
