"""From a dataset to the arrays that a model trains and validates on, all in memory."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sampler.audio.dataset import Dataset
from sampler.audio.prepare import Prepared
from sampler.errors import BadDataset
from sampler.families.base import Arrays, Capabilities
from sampler.features import FEATURES, model_frame
from sampler.training.augment import augment

MIN_SOUNDS = 8
FEW_SOUNDS = 100
VALIDATION_SHARE = 0.15


@dataclass(frozen=True)
class Split:
    """Indices into a dataset: `training` and `validation` share no group."""

    training: NDArray[np.int64]
    validation: NDArray[np.int64]


def split_by_group(groups: list[str], seed: int, share: float = VALIDATION_SHARE) -> Split:
    """Hold out whole groups, about `share` of the sounds: takes of one drum would leak what they validate.

    With fewer than three groups there is nothing to hold out fairly; then every seventh sound validates.
    """
    labels = np.asarray(groups)
    names = np.unique(labels)
    if len(names) < 3:
        held = np.arange(len(labels)) % 7 == 6
    else:
        shuffled = np.random.default_rng(seed).permutation(names)
        sizes = np.array([np.sum(labels == name) for name in shuffled])
        held = np.isin(labels, _hold_out(shuffled, sizes, share * len(labels)))
    return Split(np.flatnonzero(~held), np.flatnonzero(held))


def _hold_out(names: NDArray[np.str_], sizes: NDArray[np.int64], wanted: float) -> list[str]:
    """Groups in the given order while they fit; the smallest one where none fits."""
    held: list[str] = []
    room = wanted
    for name, size in zip(names, sizes, strict=True):
        if size <= room:
            held.append(str(name))
            room -= size
    return held or [str(names[np.argmin(sizes)])]


def check_size(dataset: Dataset) -> str | None:
    """BadDataset for too few sounds to train on; a sentence of warning for few; else nothing."""
    if len(dataset) < MIN_SOUNDS:
        raise BadDataset(f"The dataset holds {len(dataset)} usable sounds; training needs at least {MIN_SOUNDS}.")
    if len(dataset) < FEW_SOUNDS:
        return f"Only {len(dataset)} sounds: expect a narrow map; a few hundred make a good one."
    return None


def frames_of(sounds: list[Prepared], length_samples: int) -> NDArray[np.float32]:
    """Stack the model frames of sounds: (n, length), float32."""
    return np.stack([model_frame(sound, length_samples) for sound in sounds])


def make_arrays(
    dataset: Dataset, indices: NDArray[np.int64], length_samples: int, capabilities: Capabilities, copies: int, seed: int
) -> Arrays:
    """Frames and features of the chosen sounds, followed by `copies` random variations of each."""
    rng = np.random.default_rng(seed)
    sounds = [dataset[index] for index in indices]
    varied = [augment(sound, rng) for _ in range(copies) for sound in sounds]
    audio = frames_of(sounds + varied, length_samples)
    return {"audio": audio, "features": FEATURES[capabilities.features](audio)}
