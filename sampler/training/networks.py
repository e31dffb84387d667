"""The serving form of a training model: LiteRT files, and the weights that a GPU worker builds from."""

from pathlib import Path
from typing import TYPE_CHECKING

from sampler.artifact import DECODER, ENCODER, WEIGHTS
from sampler.nets.weights import write_weights

if TYPE_CHECKING:
    from sampler.nets.autoencoders import TrainingModel


def write_networks(model: "TrainingModel", folder: Path) -> None:
    """Write encoder.tflite (its mean alone), decoder.tflite and weights.npz."""
    import keras

    mean = model.encoder.outputs[0]
    keras.Model(model.encoder.inputs, mean).export(folder / ENCODER, format="litert", verbose=False)
    model.decoder.export(folder / DECODER, format="litert", verbose=False)
    write_weights(model, folder / WEIGHTS)
