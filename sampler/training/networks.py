"""The serving form of a training model: LiteRT files, and the weights that a GPU worker builds from."""

from pathlib import Path
from typing import TYPE_CHECKING

from sampler.artifact import DECODER, ENCODER, WEIGHTS
from sampler.nets.weights import write_weights

if TYPE_CHECKING:
    from sampler.nets.autoencoders import TrainingModel


def write_networks(model: "TrainingModel", folder: Path) -> None:
    """Write encoder.tflite (its mean alone), decoder.tflite and weights.npz.

    The encoder's numbers are stored in half precision, which is what they are rounded to. A decoder also
    holds the constants of its synthesis, and those need all their digits.
    """
    import keras
    import tensorflow as tf

    encoder = keras.Model(model.encoder.inputs, model.encoder.outputs[0])
    encoder.export(
        folder / ENCODER,
        format="litert",
        verbose=False,
        optimizations=[tf.lite.Optimize.DEFAULT],
        target_spec={"supported_types": [tf.float16]},
    )
    model.decoder.export(folder / DECODER, format="litert", verbose=False)
    write_weights(model, folder / WEIGHTS)
