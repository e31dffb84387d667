"""Fréchet audio distance between a model's sounds and recordings, in the embedding of a trained network.

After Kilgour et al., "Fréchet Audio Distance" (2019), with a classifier of drums in place of their network.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.features import first_part, log_mel_image
from sampler.artifact import LANDMARKS
from sampler.constants import MODEL_LENGTH_SAMPLES, PEAK_LEVEL
from sampler.errors import BadValue
from sampler.families import family
from sampler.model.detail import decode_detail
from sampler.model.inference import Model

FloatArray = NDArray[np.float32]
EMBEDDING_LAYER = "emb"
PRIOR_SOUNDS = 256
"""Sounds that `prior_sounds` draws."""

SHRINKAGE = 1e-6
"""Added to the variances, so that fewer sounds than dimensions still have an invertible covariance."""


class EmbeddingNetwork:
    """A Keras classifier of drums, read at its layer `emb`. Its input is log-mel images of 0.37 s."""

    def __init__(self, file: Path) -> None:
        """Load `file`. Raises BadValue where it is no Keras network with such a layer."""
        import keras

        try:
            network: Any = keras.saving.load_model(file)
            self._network = keras.Model(network.inputs, network.get_layer(EMBEDDING_LAYER).output)
        except (OSError, ValueError) as error:
            raise BadValue(
                f"{file} is no Keras network with a layer called {EMBEDDING_LAYER}: name another."
            ) from error

    def embed(self, sounds: FloatArray) -> NDArray[np.float64]:
        """Embed sounds (n, length) as (n, size). Ignores the level and everything after 0.37 s."""
        beginnings = first_part(sounds, MODEL_LENGTH_SAMPLES)
        loudest = np.maximum(np.abs(beginnings).max(1, keepdims=True), np.float32(1e-6))
        features = log_mel_image(beginnings * (PEAK_LEVEL / loudest))
        return np.asarray(self._network.predict(features, batch_size=128, verbose=0), np.float64)

    def distance(self, made: FloatArray, real: FloatArray) -> float:
        """Fréchet distance between sounds (n, length) and recordings (m, length)."""
        return frechet_distance(self.embed(made), self.embed(real))


def frechet_distance(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Fréchet distance of Gaussians fitted to points (n, size) and (m, size) (Dowson and Landau, 1982)."""
    spreads = [np.cov(points.T) + SHRINKAGE * np.eye(points.shape[1]) for points in (a, b)]
    eigenvalues = np.linalg.eigvals(spreads[0] @ spreads[1]).real
    shared = np.sqrt(np.maximum(eigenvalues, 0)).sum()
    away = np.square(a.mean(0) - b.mean(0)).sum()
    return float(away + np.trace(spreads[0]) + np.trace(spreads[1]) - 2 * shared)


def prior_sounds(model: Model, folder: Path, count: int = PRIOR_SOUNDS, seed: int = 0) -> FloatArray:
    """Sounds (count, length) at locations drawn from the model's prior, each with a random seed.

    For a family without a prior, the locations are drawn from a Gaussian fitted to the landmarks' positions
    and details. Positions outside the map are clipped to its edge.
    """
    rng = np.random.default_rng(seed)
    positions, details = _drawn(model, folder, count, rng)
    latents, seeds = model.map.to_latent(np.clip(positions, 0, 1)), rng.integers(1000, size=count)
    each = (model.sounds(latents[[i]], details[[i]], seed=int(seeds[i])) for i in range(count))
    return np.concatenate(list(each))


def _drawn(
    model: Model, folder: Path, count: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], FloatArray]:
    """Draw positions (count, 2) and details (count, size)."""
    manifest = model.manifest
    prior = family(manifest.family).capabilities(manifest.hyper).prior
    if prior is None:
        drawn = _like_landmarks(folder, manifest.detail_size, count, rng)
        return drawn[:, :2], drawn[:, 2:].astype(np.float32)
    shape = (count, manifest.latent_size + manifest.detail_size)
    latents = rng.standard_normal(shape) if prior == "normal" else rng.uniform(-1, 1, shape)
    return model.map.to_position(latents[:, :2].astype(np.float32)), latents[:, 2:].astype(np.float32)


def _like_landmarks(folder: Path, size: int, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    points = json.loads((folder / LANDMARKS).read_text())["points"]
    known = [[point["x"], point["y"], *_detail(point, size)] for point in points]
    return rng.multivariate_normal(np.mean(known, 0), np.cov(np.transpose(known)), count)


def _detail(point: dict[str, Any], size: int) -> list[float]:
    return decode_detail(point["detail"], size).tolist() if size else []
