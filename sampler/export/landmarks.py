"""The landmarks of a model: where on its map each sound of its dataset lies."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.spectra import Descriptors, descriptors, log_mel_distance
from sampler.dataset.hits import Dataset
from sampler.families.base import FloatArray
from sampler.model.detail import encode_detail
from sampler.model.inference import Model
from sampler.training.arrays import frames_of

FITTED_AT_ONCE = 256


def landmarks(model: Model, dataset: Dataset) -> dict[str, Any]:
    """Content of landmarks.json: of each sound its location, its measured properties and `fit_db`.

    `fit_db` is the log-mel distance of the sound to what the model renders at its location.
    """
    frames = frames_of(list(dataset), model.manifest.length_samples)
    latents, details = model.encode(frames)
    positions, heard = model.map.to_position(latents), descriptors(frames)
    fits_db = _fits_db(model, positions, details, frames)
    points = [
        {
            "name": dataset.names[index],
            "x": round(float(x), 4),
            "y": round(float(y), 4),
            "detail": encode_detail(detail) if detail.size else None,
            "fit_db": round(float(fits_db[index]), 2),
            **_properties(heard, index),
        }
        for index, ((x, y), detail) in enumerate(zip(positions, details, strict=True))
    ]
    return {"points": points}


def _properties(heard: Descriptors, index: int) -> dict[str, float]:
    return {name: round(float(values[index]), 4) for name, values in heard._asdict().items()}


def _fits_db(
    model: Model, positions: NDArray[np.float64], details: FloatArray, frames: FloatArray
) -> NDArray[np.float64]:
    """Log-mel distances (n,) in dB of frames (n, length) to what the model renders of them, in parts."""
    parts = [slice(start, start + FITTED_AT_ONCE) for start in range(0, len(frames), FITTED_AT_ONCE)]
    return np.concatenate(
        [
            log_mel_distance(model.sounds(model.map.to_latent(positions[part]), details[part]), frames[part])
            for part in parts
        ]
    )
