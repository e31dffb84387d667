"""Dividing a dataset into sounds that train and sounds that validate, without a drum on both sides."""

from dataclasses import dataclass

import numpy as np

from sampler.audio.prepare import Prepared
from sampler.dataset.hits import Dataset
from sampler.errors import BadDataset

MIN_SOUNDS = 8
FEW_SOUNDS = 100
VALIDATION_SHARE = 0.15


@dataclass(frozen=True)
class Division:
    """The sounds that train, the groups that they are of, and the sounds that validate."""

    training: list[Prepared]
    training_groups: list[str]
    validation: list[Prepared]


def groups_to_hold_out(groups: list[str], seed: int) -> list[str]:
    """Groups to validate on: about 15 % of the sounds, in at most a quarter of the groups.

    A group holds the takes of one drum. With takes on both sides, validation would reward remembering them;
    with too many groups held out, the map would lack variety. Groups are taken in random order as long as
    they fit; where none fits, the smallest one is taken.
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
    """Divide a dataset by its held-out groups; with a `validation` set, all of the dataset trains.

    Raises BadDataset where one side would be empty.
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
    """A warning where the sounds are few, else None. Raises BadDataset where they are too few to train on."""
    if len(dataset) < MIN_SOUNDS:
        raise BadDataset(
            f"The dataset holds {len(dataset)} usable sounds; training needs at least {MIN_SOUNDS}."
        )
    if len(dataset) < FEW_SOUNDS:
        return f"Only {len(dataset)} sounds: expect a narrow map; a few hundred make a good one."
    return None
