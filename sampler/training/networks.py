"""The serving form of a training model: LiteRT files, and the weights that a GPU worker builds from."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sampler.artifact import DECODER, ENCODER, WEIGHTS

if TYPE_CHECKING:
    from sampler.nets.autoencoders import TrainingModel


def round_weights(model: "TrainingModel") -> None:
    """Round every weight to float16, so that the stored weights are half the size and exactly those that
    serve.
    """
    for variable in _variables(model):
        variable.assign(np.asarray(variable).astype(np.float16).astype(np.float32))


def write_networks(model: "TrainingModel", folder: Path) -> None:
    """Write encoder.tflite (its mean alone), decoder.tflite and weights.npz."""
    import keras

    mean = model.encoder.outputs[0]
    keras.Model(model.encoder.inputs, mean).export(folder / ENCODER, format="litert", verbose=False)
    model.decoder.export(folder / DECODER, format="litert", verbose=False)
    weights = [np.asarray(variable).astype(np.float16) for variable in _variables(model)]
    np.savez_compressed(folder / WEIGHTS, *weights)


def read_weights(model: "TrainingModel", folder: Path) -> None:
    """Set a built model's weights from weights.npz."""
    with np.load(folder / WEIGHTS, allow_pickle=False) as stored:
        for variable, name in zip(_variables(model), stored.files, strict=True):
            variable.assign(stored[name].astype(np.float32))


def _variables(model: "TrainingModel") -> list[Any]:
    return [*model.encoder.trainable_variables, *model.decoder.trainable_variables]
