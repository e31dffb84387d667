"""KL divergence of a variational model's posteriors: the information in each latent dimension."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.features import FEATURES
from sampler.families import family
from sampler.manifest import Manifest

FloatArray = NDArray[np.float32]
CHUNK = 64


def kl_metrics(manifest: Manifest, folder: Path, frames: FloatArray) -> dict[str, dict[str, list[float]]]:
    """`divergences` under the key "kl_nats"; an empty dictionary for models that have none."""
    nats = divergences(manifest, folder, frames)
    return {"kl_nats": nats} if nats else {}


def divergences(manifest: Manifest, folder: Path, frames: FloatArray) -> dict[str, list[float]]:
    """KL divergence of the posteriors of model frames (n, length) from the standard normal prior.

    In nats per latent dimension, averaged over frames (Kingma and Welling, 2013), under "map" and, where the
    model has one, "detail". The decoder ignores a dimension near zero. Empty for families without a normal
    prior, and where Keras is not installed: the serving form holds only means, so this needs the weights.
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
