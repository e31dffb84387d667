"""The serving form of a model with a map: LiteRT files, and the weights that a GPU worker builds from."""

from pathlib import Path
from typing import TYPE_CHECKING

from sampler.artifact import DECODER, ENCODER, PLAYER, WEIGHTS
from sampler.constants import MODEL_PEAK_SAMPLE
from sampler.nets.weights import write_weights

if TYPE_CHECKING:
    from sampler.nets.training_model import MapModel


def write_networks(model: "MapModel", folder: Path) -> None:
    """Write encoder.tflite, which gives the mean alone, decoder.tflite, player.tflite and weights.npz.

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
    write_player(model, MODEL_PEAK_SAMPLE, folder / PLAYER)
    write_weights(model, folder / WEIGHTS)


def write_player(model: "MapModel", peak_sample: int, path: Path) -> None:
    """Write player.tflite: from the decoder's inputs and `norm` to one finished sound.

    LiteRT in a browser refuses a file whose batch size is open, and has no operations of TensorFlow.
    """
    import keras
    import tensorflow as tf

    from sampler.nets.player import build_player

    player = build_player(model.decoder, peak_sample, batch=1)
    signature = [
        keras.InputSpec(shape=tensor.shape, dtype=tensor.dtype, name=tensor.name) for tensor in player.inputs
    ]
    builtins = {"supported_ops": [tf.lite.OpsSet.TFLITE_BUILTINS]}
    player.export(path, format="litert", verbose=False, input_signature=[signature], target_spec=builtins)
