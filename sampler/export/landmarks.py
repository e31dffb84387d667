"""The landmarks of a model: where on its map each sound of its dataset lies."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.hearing import heard_distance
from sampler.analysis.pitch import body_pitch
from sampler.analysis.spectra import Descriptors, descriptors, log_mel_distance
from sampler.dataset.hits import Dataset
from sampler.families.base import FloatArray
from sampler.model.detail import encode_detail
from sampler.model.inference import Model
from sampler.training.arrays import frames_of

Doubles = NDArray[np.float64]
FITTED_AT_ONCE = 256


def landmarks(model: Model, dataset: Dataset) -> dict[str, Any]:
    """Content of landmarks.json: of each sound its location, its measured properties and `fit_db`.

    `heard_db` is the audible distance of the sound to what the model renders at its location, `fit_db` that
    over all cells. `note_hz` is the sound's note, None where none is clear; `tune` in semitones is part of
    its location.
    """
    frames = frames_of(list(dataset), model.manifest.length_samples)
    latents, details, tunes = model.encode(frames)
    positions, heard = model.map.to_position(latents), descriptors(frames)
    fits_db = _fits_db(model, positions, details, tunes, frames)
    notes = [body_pitch(frame) for frame in frames]
    points = [
        {
            "name": dataset.names[index],
            "x": round(float(x), 4),
            "y": round(float(y), 4),
            "detail": encode_detail(detail) if detail.size else None,
            "tune": float(tunes[index]),
            "fit_db": round(float(fits_db[index, 0]), 2),
            "heard_db": round(float(fits_db[index, 1]), 2),
            "note_hz": (note := notes[index]) and round(note.hz, 2),
            **_properties(heard, index),
        }
        for index, ((x, y), detail) in enumerate(zip(positions, details, strict=True))
    ]
    return {"points": points}


def _properties(heard: Descriptors, index: int) -> dict[str, float]:
    return {name: round(float(values[index]), 4) for name, values in heard._asdict().items()}


def _fits_db(
    model: Model, positions: Doubles, details: FloatArray, tunes: Doubles, frames: FloatArray
) -> Doubles:
    """Distances (n, 2) in dB, over all cells and the audible ones, of frames (n, length) to their sounds."""
    fits = []
    for start in range(0, len(frames), FITTED_AT_ONCE):
        part = slice(start, start + FITTED_AT_ONCE)
        made = model.sounds(model.map.to_latent(positions[part]), details[part], tune=tunes[part])
        fits.append(np.stack([log_mel_distance(made, frames[part]), heard_distance(made, frames[part])], 1))
    return np.concatenate(fits)
