"""The kinds of data that families train on: how each is loaded, checked and divided."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from sampler.dataset.hits import Dataset
from sampler.errors import BadDataset
from sampler.families import family
from sampler.families.base.declaration import Material
from sampler.recordings.store import Recordings, holds_recordings
from sampler.training.division import check_size, divide

SHORT_S = 600.0


class Data(Protocol):
    """A loaded dataset of any kind."""

    @property
    def groups(self) -> list[str]:
        """The group of each part; parts of one group must not both train and validate."""

    def fingerprint(self) -> str:
        """sha256 of the content."""


@dataclass(frozen=True)
class RecordingsDivision:
    """The recordings that train and those that validate."""

    training: Recordings
    validation: Recordings

    def at(self, rate_hz: int) -> "RecordingsDivision":
        """The same at another rate."""
        return RecordingsDivision(self.training.at(rate_hz), self.validation.at(rate_hz))

    def slower(self, factor: int) -> "RecordingsDivision":
        """The same at the rate divided by `factor`. Raises BadDataset where that is no rate to train at."""
        return RecordingsDivision(self.training.slower(factor), self.validation.slower(factor))


@dataclass(frozen=True)
class Handling:
    """How one kind of data is handled."""

    load: Callable[[Path], Any]
    """Read a prepared folder. Raises BadDataset."""
    check: Callable[[Any], str | None]
    """A warning where it holds little, else None. Raises BadDataset where it holds too little."""
    divide: Callable[[Any, list[str], Any], Any]
    """Divide a dataset by its held-out groups, or from a validation set of its own. Raises BadDataset."""


def handling(family_name: str) -> Handling:
    """How the data of a family is handled."""
    return HANDLINGS[family(family_name).trains_on]


def load_hits(path: Path) -> Dataset:
    """A dataset of hits. Raises BadDataset where there is none, or one of recordings."""
    if holds_recordings(path):
        raise BadDataset(f"{path} holds recordings, and this preset trains on hits: prepare single drums.")
    return Dataset.load(path)


def check_length(recordings: Recordings) -> str | None:
    """A warning where the recordings are short, else None."""
    if recordings.seconds < SHORT_S:
        return (
            f"Only {recordings.seconds / 60:.1f} minutes: expect it to repeat them; ten minutes are a start."
        )
    return None


def divide_recordings(
    recordings: Recordings, held_out: list[str], validation: Recordings | None
) -> RecordingsDivision:
    """Divide recordings by whole files. Raises BadDataset where one side would be empty, or rates differ."""
    if validation is not None:
        if validation.rate_hz != recordings.rate_hz:
            raise BadDataset("The validation set has another sample rate: prepare both at the same rate.")
        return RecordingsDivision(recordings, validation)
    held = np.isin(recordings.groups, held_out)
    if held.all() or not held.any():
        raise BadDataset("The recordings that the run began to validate on are gone: start a new run.")
    training, kept = (
        tuple(chunk for chunk, is_held in zip(recordings.chunks, held, strict=True) if is_held == side)
        for side in (False, True)
    )
    return RecordingsDivision(replace(recordings, chunks=training), replace(recordings, chunks=kept))


HANDLINGS: dict[Material, Handling] = {
    "hits": Handling(load_hits, check_size, divide),
    "recordings": Handling(Recordings.load, check_length, divide_recordings),
}
