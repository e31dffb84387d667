"""From a dataset to the arrays that a model trains and validates on, all in memory."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sampler.audio.features import FEATURES, model_frame
from sampler.audio.prepare import Prepared
from sampler.dataset.hits import Dataset
from sampler.errors import BadDataset
from sampler.families.base import Arrays, Capabilities
from sampler.training.augment import variations

MIN_SOUNDS = 8
FEW_SOUNDS = 100
VALIDATION_SHARE = 0.15
MOST_VARIATIONS = 8192
"""A large collection is varied enough by itself, and all that is trained on lies in memory."""


@dataclass(frozen=True)
class Division:
    """Which sounds train and which validate."""

    training: list[Prepared]
    training_groups: list[str]
    validation: list[Prepared]


def groups_to_hold_out(groups: list[str], seed: int) -> list[str]:
    """Groups to validate on: about 15 % of the sounds, in at most a quarter of the groups.

    Takes of one drum in both sets would leak what they validate; too many groups held out would cost the map
    its variety. Groups come in random order while they fit; where none fits, the smallest one.
    """
    names, sizes = np.unique(groups, return_counts=True)
    order = np.random.default_rng(seed).permutation(len(names))
    held: list[str] = []
    room = VALIDATION_SHARE * len(groups)
    for index in order:
        if sizes[index] <= room and len(held) < max(1, len(names) // 4):
            held.append(str(names[index]))
            room -= sizes[index]
    return sorted(held) or [str(names[np.argmin(sizes)])]


def divide(dataset: Dataset, held_out: list[str], validation: Dataset | None) -> Division:
    """Divide by held-out groups, or take all for training where a validation set of its own is given.

    BadDataset where one side would be empty.
    """
    if validation is not None:
        if not len(validation):
            raise BadDataset("The validation set holds no sounds: name another, or none.")
        return Division(list(dataset), dataset.groups, list(validation))
    held = np.isin(dataset.groups, held_out)
    if held.all():
        raise BadDataset("All sounds are takes of one drum: add others, or name a validation set of its own.")
    if not held.any():
        raise BadDataset("The sounds that the run began to validate on are gone: start a new run.")
    kept, groups = np.flatnonzero(~held).tolist(), dataset.groups
    return Division(
        [dataset[i] for i in kept],
        [groups[i] for i in kept],
        [dataset[i] for i in np.flatnonzero(held).tolist()],
    )


def check_size(dataset: Dataset) -> str | None:
    """BadDataset for too few sounds to train on; a sentence of warning for few; else nothing."""
    if len(dataset) < MIN_SOUNDS:
        raise BadDataset(
            f"The dataset holds {len(dataset)} usable sounds; training needs at least {MIN_SOUNDS}."
        )
    if len(dataset) < FEW_SOUNDS:
        return f"Only {len(dataset)} sounds: expect a narrow map; a few hundred make a good one."
    return None


def frames_of(sounds: list[Prepared], length_samples: int) -> NDArray[np.float32]:
    """Stack the model frames of sounds: (n, length), float32."""
    return np.stack([model_frame(sound, length_samples) for sound in sounds])


def make_arrays(sounds: list[Prepared], length_samples: int, capabilities: Capabilities) -> Arrays:
    """Frames and features of sounds."""
    audio = frames_of(sounds, length_samples)
    if not np.isfinite(audio).all():
        raise BadDataset("The dataset holds values that are not numbers: prepare the folder again.")
    return {"audio": audio, "features": FEATURES[capabilities.features](audio)}


def training_sounds(division: Division, copies: int, seed: int) -> list[Prepared]:
    """The training sounds, followed by `copies` times as many random variations, or `MOST_VARIATIONS`."""
    rng = np.random.default_rng(seed)
    count = min(copies * len(division.training), MOST_VARIATIONS)
    return division.training + variations(division.training, division.training_groups, count, rng)
