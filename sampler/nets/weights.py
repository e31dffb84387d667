"""The weights of an artefact, from which a decode worker with a GPU builds its networks."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

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


def named_weights(model: "TrainingModel") -> dict[str, NDArray[np.float32]]:
    """The served weights in their order, by path without the model's own name, as "top/project/kernel"."""
    return {
        variable.path.partition("/")[2]: np.asarray(variable, np.float32)
        for variable in model.served_variables
    }


def write_named_weights(model: "TrainingModel", path: Path) -> None:
    """Write all served weights as float16 under their names."""
    halves: dict[str, Any] = {name: one.astype(np.float16) for name, one in named_weights(model).items()}
    np.savez_compressed(path, **halves)


def read_named_weights(path: Path) -> dict[str, NDArray[np.float32]]:
    """The weights that `write_named_weights` wrote, by name. Needs no Keras."""
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}
