"""The networks of an artefact in Keras, built from code and weights. Decode workers with a GPU use them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sampler.artifact import PLAYER, WEIGHTS
from sampler.families import family
from sampler.manifest import Manifest
from sampler.model.gather import GatheringNetwork
from sampler.nets.player import build_player
from sampler.nets.weights import read_weights

if TYPE_CHECKING:
    import keras

    from sampler.nets.training_model import MapModel

BATCHES = (2, 4, 8, 16)
"""Batch sizes; a smaller call is padded to the next one. A GPU searches for the best kernels for each size.

A batch of one would use other kernels, so the last bits of a sound would depend on how many sounds were
rendered with it (by 1.7e-7 of full scale on a CPU). From two rows on there is no difference.
"""


class KerasNetwork:
    """A Keras model with the interface of `sampler.model.runtime.Network`."""

    def __init__(self, model: "keras.Model") -> None:
        """Compile the model, which takes half a second, so that the first sound does not have to wait."""
        import tensorflow as tf

        self.inputs = {tensor.name: np.dtype(tensor.dtype) for tensor in model.inputs}
        # one signature for all batch sizes: TensorFlow traces the function once
        signature = [tf.TensorSpec((None, *tensor.shape[1:]), tensor.dtype) for tensor in model.inputs]
        self._run: Any = tf.function(
            lambda *arrays: model(arrays if len(arrays) > 1 else arrays[0], training=False),
            input_signature=signature,
            autograph=False,
        )
        self(**{tensor.name: np.zeros((1, *tensor.shape[1:])) for tensor in model.inputs})

    def __call__(self, **arrays: NDArray[Any]) -> NDArray[np.float32]:
        """Run on arrays (n, ...) by input name; ignores arrays for which the network has no input."""
        wanted = [np.asarray(arrays[name], dtype) for name, dtype in self.inputs.items()]
        count = len(wanted[0])
        parts = [self._batch(wanted, start) for start in range(0, count, BATCHES[-1])]
        return np.concatenate(parts) if len(parts) > 1 else parts[0]

    def _batch(self, arrays: list[NDArray[Any]], start: int) -> NDArray[np.float32]:
        parts = [array[start : start + BATCHES[-1]] for array in arrays]
        count = len(parts[0])
        missing = next(size for size in BATCHES if size >= count) - count
        filled = [np.concatenate([part, part[-1:].repeat(missing, axis=0)]) for part in parts]
        result: NDArray[np.float32] = self._run(*filled).numpy()[:count]
        return result


def trained_model(manifest: Manifest, folder: Path) -> "MapModel":
    """Rebuild the model that was exported to `folder`. Raises IncompatibleArtifact for an unknown family."""
    model: MapModel = family(manifest.family).build(manifest.hyper)
    read_weights(model, folder / WEIGHTS)
    return model


def build_networks(
    manifest: Manifest, folder: Path
) -> tuple[KerasNetwork, GatheringNetwork, GatheringNetwork | None]:
    """The encoder, which returns means only, the decoder and, if it has one, the player of an artefact.

    Raises IncompatibleArtifact for an unknown family.
    """
    model = trained_model(manifest, folder)
    encoder, decoder = KerasNetwork(model.mean_encoder()), GatheringNetwork(KerasNetwork(model.decoder))
    if PLAYER not in manifest.files:
        return encoder, decoder, None
    player = build_player(model.decoder, manifest.peak_sample)
    return encoder, decoder, GatheringNetwork(KerasNetwork(player))
