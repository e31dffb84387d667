"""The serving form of a model with a map: LiteRT files, and the weights that a GPU worker builds from."""

from pathlib import Path
from typing import TYPE_CHECKING

from sampler.artifact import DECODER, ENCODER, WEIGHTS
from sampler.nets.weights import write_weights

if TYPE_CHECKING:
    from sampler.nets.training_model import MapModel


def write_networks(model: "MapModel", folder: Path) -> None:
    """Write encoder.tflite, which gives the mean alone, decoder.tflite and weights.npz.

    The encoder's weights are stored in half precision, to which `round_weights` has rounded them. The decoder
    also holds the constants of its synthesis, which need single precision.
    """
    import tensorflow as tf

    model.mean_encoder().export(
        folder / ENCODER,
        format="litert",
        verbose=False,
        optimizations=[tf.lite.Optimize.DEFAULT],
        target_spec={"supported_types": [tf.float16]},
    )
    model.decoder.export(folder / DECODER, format="litert", verbose=False)
    write_weights(model, folder / WEIGHTS)
