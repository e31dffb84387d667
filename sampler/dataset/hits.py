"""`dataset.npz`: the hits of a folder in one file, which trainings read."""

import hashlib
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tokenize import TokenError
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from sampler.audio.prepare import Prepared
from sampler.audio.stored import Stored, store
from sampler.constants import RATE_HZ
from sampler.errors import BadDataset

FILE_NAME = "dataset.npz"
FORMAT = 1
STEPS = "<i2"
BROKEN_ARCHIVE = (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
BROKEN_ARRAY = (LookupError, TypeError, ValueError, TokenError)
"""Exceptions that zipfile and numpy raise for a damaged file."""


@dataclass(frozen=True)
class Dataset:
    """Hits at `RATE_HZ`: parallel lists of names (relative paths), samples float32 (n,) and peak indices.

    On disk each hit has the form of `sampler.audio.stored`.
    """

    names: list[str]
    samples: list[NDArray[np.float32]]
    peaks: list[int]

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, index: int) -> Prepared:
        return Prepared(self.samples[index], self.peaks[index])

    def __iter__(self) -> Iterator[Prepared]:
        return map(Prepared, self.samples, self.peaks)

    @property
    def groups(self) -> list[str]:
        """The group of each hit. Recordings of one drum share a group, so divide by group. See `group_of`."""
        return [group_of(name) for name in self.names]

    def fingerprint(self) -> str:
        """sha256 over names, peaks and quantised samples: the same before saving and after loading."""
        digest = hashlib.sha256()
        for name, sound in zip(self.names, map(store, self), strict=True):
            digest.update(f"{name}\0{sound.peak}\0{len(sound.steps)}\0".encode("utf-8", "surrogateescape"))
            digest.update(sound.scale.tobytes() + sound.steps.tobytes())
        return digest.hexdigest()

    def save(self, path: Path | str) -> None:
        """Write atomically to `path`, a file name or a folder for `dataset.npz`. Raises OSError."""
        with DatasetWriter(path) as writer:
            for name, sound in zip(self.names, self, strict=True):
                writer.add(name, store(sound))

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Read a `dataset.npz` or a folder that holds one. Raises BadDataset if it is missing or damaged."""
        file = _file_of(Path(path))
        if not file.is_file():
            raise BadDataset(
                f"{path} holds no {FILE_NAME}: make one with `python -m sampler prepare SRC OUT`."
            )
        with _refusing_damage(file), np.load(file, allow_pickle=False) as arrays:
            return cls._from_arrays(arrays)

    @classmethod
    def _from_arrays(cls, arrays: Any) -> Self:
        names, peaks, scales, offsets = _tables(arrays)
        steps = arrays["samples"]
        _require_whole(steps.shape, steps.dtype, offsets)
        samples = [
            steps[start:end].astype(np.float32) * scale
            for start, end, scale in zip(offsets[:-1], offsets[1:], scales, strict=True)
        ]
        return cls(names, samples, [int(peak) for peak in peaks])


def read_sounds(
    path: Path | str, *, progress: Callable[[int, int], None] | None = None
) -> Iterator[tuple[str, Prepared]]:
    """Yield name and hit one by one from a `dataset.npz`, which may be too large to hold in memory.

    Calls `progress(done, total)` after each. Raises BadDataset as `Dataset.load` does.
    """
    file = _file_of(Path(path))
    with (
        _refusing_damage(file),
        np.load(file, allow_pickle=False) as arrays,
        zipfile.ZipFile(file) as archive,
        archive.open("samples.npy") as stream,
    ):
        names, peaks, scales, offsets = _tables(arrays)
        np.lib.format.read_magic(stream)
        shape, _, dtype = np.lib.format.read_array_header_1_0(stream)
        _require_whole(shape, dtype, offsets)
        tables = zip(names, np.diff(offsets), scales, peaks, strict=True)
        for index, (name, length, scale, peak) in enumerate(tables):
            steps = np.frombuffer(stream.read(2 * int(length)), STEPS)
            yield name, Stored(steps, scale, int(peak)).sound
            if progress:
                progress(index + 1, len(names))


@contextmanager
def _refusing_damage(file: Path) -> Iterator[None]:
    """Raise BadDataset in place of what zipfile and numpy raise for a damaged file."""
    try:
        yield
    except (*BROKEN_ARCHIVE, *BROKEN_ARRAY) as error:
        raise BadDataset(f"{file} is missing, damaged or no dataset: prepare the folder again.") from error


def _tables(arrays: Any) -> tuple[list[str], NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Names, peaks, scales and offsets. Raises BadDataset for another format, ValueError for wrong values."""
    if int(arrays["format"]) != FORMAT or int(arrays["rate_hz"]) != RATE_HZ:
        raise BadDataset("The dataset was written by another version: prepare the folder again.")
    names = _names(arrays)
    peaks, scales, offsets = (arrays[key] for key in ("peaks", "scales", "offsets"))
    lengths = np.diff(offsets)
    if not len(names) == len(peaks) == len(scales) == len(lengths):
        raise ValueError("parallel arrays of different length")
    if not ((peaks >= 0) & (peaks < lengths)).all():
        raise ValueError("a peak outside its sound")
    return names, peaks, scales, offsets


def _require_whole(shape: tuple[int, ...], dtype: Any, offsets: NDArray[Any]) -> None:
    if dtype != STEPS or shape != (offsets[-1],) or offsets[0] != 0:
        raise ValueError("samples that are not those of the sounds")


def _names(arrays: Any) -> list[str]:
    joined = arrays["names"].tobytes().decode("utf-8", "surrogateescape")
    return joined.split("\0") if joined else []


class DatasetWriter:
    """Writes a dataset hit by hit, so that a large folder need not fit in memory.

    Use it as a context manager: it publishes the file on a normal exit, and leaves nothing after an error.
    """

    def __init__(self, path: Path | str) -> None:
        """Take `path`, a file name or a folder for `dataset.npz`."""
        self._file = _file_of(Path(path))
        self._names: list[str] = []
        self._peaks: list[int] = []
        self._scales: list[np.float32] = []
        self._offsets: list[int] = [0]

    def __enter__(self) -> Self:
        self._samples = tempfile.TemporaryFile(dir=self._file.parent)
        return self

    def add(self, name: str, sound: Stored) -> None:
        """Append one hit under its relative path."""
        self._samples.write(sound.steps.astype(STEPS, copy=False).data)
        self._names.append(name)
        self._peaks.append(sound.peak)
        self._scales.append(sound.scale)
        self._offsets.append(self._offsets[-1] + len(sound.steps))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._samples:
            if kind is None:
                self._publish()

    def _publish(self) -> None:
        temporary = self._file.with_name(f".{self._file.name}.{os.getpid()}.part")
        try:
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
                for key, array in self._tables().items():
                    with archive.open(zipfile.ZipInfo(f"{key}.npy"), "w") as entry:
                        np.lib.format.write_array(entry, array, allow_pickle=False)
                with archive.open(zipfile.ZipInfo("samples.npy"), "w", force_zip64=True) as entry:
                    header = {"descr": STEPS, "fortran_order": False, "shape": (self._offsets[-1],)}
                    np.lib.format.write_array_header_1_0(entry, header)
                    self._samples.seek(0)
                    shutil.copyfileobj(self._samples, entry, 1 << 20)
            os.replace(temporary, self._file)
        finally:
            temporary.unlink(missing_ok=True)

    def _tables(self) -> dict[str, NDArray[Any]]:
        joined = "\0".join(self._names).encode("utf-8", "surrogateescape")
        return {
            "format": np.array(FORMAT),
            "rate_hz": np.array(RATE_HZ),
            "names": np.frombuffer(joined, np.uint8),
            "peaks": np.array(self._peaks, np.int64),
            "scales": np.array(self._scales, np.float32),
            "offsets": np.array(self._offsets, np.int64),
        }


def _file_of(path: Path) -> Path:
    return path / FILE_NAME if path.is_dir() else path


def group_of(name: str) -> str:
    """The group of a relative path: its folder and its name up to the first `__`.

    `snare/kit/Brand__take 1.wav` belongs to `snare/kit/Brand`.
    """
    path = PurePosixPath(name)
    return (path.parent / path.stem.split("__", 1)[0]).as_posix()
