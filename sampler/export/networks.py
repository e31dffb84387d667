"""The serving form of a model with a map: LiteRT files, and the weights that a GPU worker builds from."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sampler.artifact import DECODER, ENCODER, PLAYER, WEIGHTS
from sampler.constants import MODEL_PEAK_SAMPLE
from sampler.nets.weights import write_weights

if TYPE_CHECKING:
    from sampler.nets.training_model import MapModel


def write_networks(model: "MapModel", folder: Path) -> None:
    """Write encoder.tflite, which gives the mean alone, decoder.tflite, player.tflite and weights.npz.

    The decoder takes any number of rows, the others one. The encoder's weights are stored in half precision,
    to which `round_weights` has rounded them. The others also hold the constants of the synthesis, which need
    single precision.
    """
    write_encoder(model, folder / ENCODER)
    model.decoder.export(folder / DECODER, format="litert", verbose=False)
    write_player(model, MODEL_PEAK_SAMPLE, folder / PLAYER)
    write_weights(model, folder / WEIGHTS)


def write_encoder(model: "MapModel", path: Path) -> None:
    """Write encoder.tflite: from the features of one sound to the mean of its latents."""
    import tensorflow as tf

    encoder = model.mean_encoder()
    encoder.export(
        path,
        format="litert",
        verbose=False,
        input_signature=[_one_row(encoder.inputs[0])],
        optimizations=[tf.lite.Optimize.DEFAULT],
        target_spec={"supported_types": [tf.float16]},
    )


def _one_row(tensor: Any) -> Any:
    """An input of a batch of one. LiteRT in a browser refuses a file whose batch size is open."""
    import keras

    return keras.InputSpec(shape=(1, *tensor.shape[1:]), dtype=tensor.dtype, name=tensor.name)


def write_player(model: "MapModel", peak_sample: int, path: Path) -> None:
    """Write player.tflite: from the decoder's inputs and `norm` to one finished sound.

    LiteRT in a browser has no operations of TensorFlow: the export fails where one is left.
    """
    import tensorflow as tf

    from sampler.nets.player import build_player

    player = build_player(model.decoder, peak_sample, batch=1)
    signature = [_one_row(tensor) for tensor in player.inputs]
    builtins = {"supported_ops": [tf.lite.OpsSet.TFLITE_BUILTINS]}
    player.export(path, format="litert", verbose=False, input_signature=[signature], target_spec=builtins)
