"""How much the encoder of a variational model says about a sound, dimension by dimension."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sampler.artifact import Manifest
from sampler.audio.features import FEATURES
from sampler.families import family

FloatArray = NDArray[np.float32]
CHUNK = 64


def kl_metrics(manifest: Manifest, folder: Path, frames: FloatArray) -> dict[str, dict[str, list[float]]]:
    """`divergences` as metrics hold them: as "kl_nats", or not at all."""
    nats = divergences(manifest, folder, frames)
    return {"kl_nats": nats} if nats else {}


def divergences(manifest: Manifest, folder: Path, frames: FloatArray) -> dict[str, list[float]]:
    """KL divergence of the posteriors of model frames (n, length) from the standard normal prior: nats of
    every dimension, averaged over frames (Kingma and Welling, 2013). Near zero: the decoder ignores it.

    Of "map" and, where there is one, of "detail"; nothing for families that were not taught this prior.
    The serving form holds means alone, so this takes the weights and, where it is installed, Keras.
    """
    if family(manifest.family).capabilities(manifest.hyper).prior != "normal" or find_spec("keras") is None:
        return {}
    from sampler.model.keras_runtime import trained_model
    from sampler.nets.losses import kl_to_standard_normal

    encoder = trained_model(manifest, folder).encoder
    features = FEATURES[manifest.features](frames)
    parts = [encoder(features[start : start + CHUNK]) for start in range(0, len(features), CHUNK)]
    nats = np.concatenate([np.asarray(kl_to_standard_normal(*part)) for part in parts])
    each = [round(float(value), 4) for value in nats.mean(0)]
    named = {"map": each[: manifest.latent_size], "detail": each[manifest.latent_size :]}
    return {name: values for name, values in named.items() if values}
