"""The arrays that a model trains and validates on, all in memory."""

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.features import FEATURES, model_frame
from sampler.audio.prepare import Prepared
from sampler.errors import BadDataset
from sampler.families.base import Arrays, Capabilities
from sampler.training.augment import variations
from sampler.training.division import Division

MOST_VARIATIONS = 8192
"""A large collection is varied by itself, and all arrays lie in memory."""


def frames_of(sounds: list[Prepared], length_samples: int) -> NDArray[np.float32]:
    """The model frames of sounds, stacked: (n, length_samples), float32."""
    return np.stack([model_frame(sound, length_samples) for sound in sounds])


def make_arrays(sounds: list[Prepared], capabilities: Capabilities) -> Arrays:
    """What a model with these capabilities trains on. Raises BadDataset for values that are not finite."""
    audio = frames_of(sounds, capabilities.length_samples)
    if not np.isfinite(audio).all():
        raise BadDataset("The dataset holds values that are not numbers: prepare the folder again.")
    return {"audio": audio, "features": FEATURES[capabilities.features](audio)}


def training_sounds(division: Division, copies: int, seed: int) -> list[Prepared]:
    """The training sounds, then `copies` random variations of each, at most `MOST_VARIATIONS` in all."""
    rng = np.random.default_rng(seed)
    count = min(copies * len(division.training), MOST_VARIATIONS)
    return division.training + variations(division.training, division.training_groups, count, rng)
