"""The networks of an artefact in Keras, built from code and weights: what decode workers use on a GPU."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sampler.artifact import WEIGHTS, Manifest
from sampler.families import family
from sampler.nets.weights import read_weights

if TYPE_CHECKING:
    import keras


class KerasNetwork:
    """A Keras model that is called like `sampler.runtime.Network`."""

    def __init__(self, model: "keras.Model") -> None:
        # XLA would take longer to compile the first sound than a user waits
        model.compile(jit_compile=False)
        self._model = model
        self.inputs = {tensor.name: np.dtype(tensor.dtype) for tensor in model.inputs}

    def __call__(self, **arrays: NDArray[np.generic]) -> NDArray[np.float32]:
        """Run on arrays (n, ...) by input name; inputs that the network does not have are left out."""
        wanted = [np.asarray(arrays[name], dtype) for name, dtype in self.inputs.items()]
        result: NDArray[np.float32] = self._model.predict_on_batch(wanted if len(wanted) > 1 else wanted[0])
        return result


def build_networks(manifest: Manifest, folder: Path) -> tuple[KerasNetwork, KerasNetwork]:
    """Encoder (its mean alone) and decoder. Raises IncompatibleArtifact for a family that is not known."""
    import keras

    model = family(manifest.family).build(manifest.hyper)
    read_weights(model, folder / WEIGHTS)
    encoder = keras.Model(model.encoder.inputs, model.encoder.outputs[0])
    return KerasNetwork(encoder), KerasNetwork(model.decoder)
