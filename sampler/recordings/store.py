"""Prepared recordings on disk: chunks as 16-bit WAV files in `recordings/`, listed in `recordings.json`."""

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, Self

import numpy as np
import soundfile
from numpy.typing import NDArray

from sampler.audio.resample import resample
from sampler.errors import BadDataset, DamagedDataset
from sampler.recordings.settings import MIN_TARGET_HZ, Settings

FOLDER, INDEX = "recordings", "recordings.json"
FORMAT = 1
FEW_FILES, PARTS = 4, 10


@dataclass(frozen=True)
class Chunk:
    """A part of a recording: its WAV file relative to the dataset, and the input file that it is of."""

    path: str
    file: str
    samples: int
    sha256: str


@dataclass(frozen=True)
class Recordings:
    """A dataset of recordings: its folder, how it was prepared, and its chunks, those of a file in order."""

    folder: Path
    settings: Settings
    chunks: tuple[Chunk, ...]
    """`samples` of a chunk are those of its file."""
    read_hz: int = 0
    """The rate at which chunks are read; 0: the rate of their files."""

    def __len__(self) -> int:
        return len(self.chunks)

    @property
    def rate_hz(self) -> int:
        return self.read_hz or self.settings.rate_hz

    def at(self, rate_hz: int) -> "Recordings":
        """The same recordings, resampled to `rate_hz` when read."""
        return replace(self, read_hz=rate_hz)

    def slower(self, factor: int) -> "Recordings":
        """The same recordings at their rate divided by `factor`.

        Raises BadDataset where that is no whole number, or too low.
        """
        rate_hz = self.settings.rate_hz // max(1, factor)
        if rate_hz * factor != self.settings.rate_hz or rate_hz < MIN_TARGET_HZ:
            raise BadDataset(
                f"{self.settings.rate_hz} Hz divided by {factor} is no rate to train at: choose a factor "
                f"that leaves a whole number of at least {MIN_TARGET_HZ} Hz."
            )
        return self.at(rate_hz)

    def length_of(self, chunk: Chunk) -> int:
        """How many samples `read` gives of a chunk."""
        return chunk.samples * self.rate_hz // self.settings.rate_hz

    @property
    def groups(self) -> list[str]:
        """The group of each chunk: its input file. Chunks of one group must not both train and validate.

        Where there are fewer than `FEW_FILES`, the groups are parts of files, up to a tenth of a file each.
        """
        files = [chunk.file for chunk in self.chunks]
        sizes = Counter(files)
        if len(sizes) >= FEW_FILES:
            return files
        nth = {file: count() for file in sizes}
        return [f"{file} part {next(nth[file]) * PARTS // sizes[file]}" for file in files]

    @property
    def seconds(self) -> float:
        """The length of all chunks together, overlaps counted twice."""
        return sum(chunk.samples for chunk in self.chunks) / self.settings.rate_hz

    def fingerprint(self) -> str:
        """sha256 over names and content of all chunks, from the checksums that preparation noted."""
        told = json.dumps([self.settings.rate_hz, *(asdict(chunk) for chunk in self.chunks)])
        return hashlib.sha256(told.encode()).hexdigest()

    def read(self, chunk: Chunk) -> NDArray[np.float32]:
        """The samples of a chunk at `rate_hz`, (n,).

        Raises DamagedDataset where its file is missing or changed.
        """
        path = self.folder / chunk.path
        try:
            samples, rate_hz = soundfile.read(path, dtype="float32")
        except (soundfile.LibsndfileError, OSError) as error:
            raise DamagedDataset(f"{path} is missing or damaged: prepare the folder again.") from error
        if (samples.shape, rate_hz) != ((chunk.samples,), self.settings.rate_hz):
            raise DamagedDataset(f"{path} was changed: prepare the folder again.")
        if self.rate_hz != rate_hz:
            samples = resample(samples, rate_hz, self.rate_hz)[: self.length_of(chunk)]
        return np.asarray(samples, np.float32)

    def save(self, folder: Path) -> None:
        """Write the index into `folder`, which holds the chunks."""
        content = {"format": FORMAT, "settings": asdict(self.settings), "chunks": [*map(asdict, self.chunks)]}
        (folder / INDEX).write_text(json.dumps(content, indent=1))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the index of a prepared folder. Raises BadDataset where it is missing, DamagedDataset where it
        is damaged.
        """
        try:
            content = json.loads((folder / INDEX).read_text())
            return cls(folder, *_parsed(content))
        except (FileNotFoundError, NotADirectoryError) as error:
            raise BadDataset(
                f"{folder} holds no {INDEX}: make one with `python -m sampler prepare --recordings SRC OUT`."
            ) from error
        except (OSError, LookupError, TypeError, ValueError) as error:
            raise DamagedDataset(f"{folder / INDEX} is damaged: prepare the folder again.") from error


def _parsed(content: Any) -> tuple[Settings, tuple[Chunk, ...]]:
    if content["format"] != FORMAT:
        raise ValueError("written by another version")
    return Settings(**content["settings"]), tuple(Chunk(**chunk) for chunk in content["chunks"])


def holds_recordings(folder: Path) -> bool:
    """Whether a folder is the output of `prepare --recordings`."""
    return (folder / INDEX).is_file()
