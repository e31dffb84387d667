"""Prepared recordings on disk: chunks as 16-bit WAV files in `recordings/`, listed in `recordings.json`."""

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any, Self

import numpy as np
import soundfile
from numpy.typing import NDArray

from sampler.errors import BadDataset, DamagedDataset
from sampler.recordings.settings import Settings

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

    def __len__(self) -> int:
        return len(self.chunks)

    @property
    def rate_hz(self) -> int:
        return self.settings.rate_hz

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
        return sum(chunk.samples for chunk in self.chunks) / self.rate_hz

    def fingerprint(self) -> str:
        """sha256 over names and content of all chunks, from the checksums that preparation noted."""
        told = json.dumps([self.rate_hz, *(asdict(chunk) for chunk in self.chunks)])
        return hashlib.sha256(told.encode()).hexdigest()

    def read(self, chunk: Chunk) -> NDArray[np.float32]:
        """The samples of a chunk, (n,). Raises DamagedDataset where its file is missing or changed."""
        path = self.folder / chunk.path
        try:
            samples, rate_hz = soundfile.read(path, dtype="float32")
        except (soundfile.LibsndfileError, OSError) as error:
            raise DamagedDataset(f"{path} is missing or damaged: prepare the folder again.") from error
        if (samples.shape, rate_hz) != ((chunk.samples,), self.rate_hz):
            raise DamagedDataset(f"{path} was changed: prepare the folder again.")
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
