"""Which files of a producer's folder are inputs, and what their outputs are called."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath

from sampler.audio.read import AUDIO_EXTENSIONS, sniff_file
from sampler.audio.reasons import Reason, RefusedFile
from sampler.errors import BadDataset

SYSTEM_NAMES = frozenset(
    {"__macosx", "thumbs.db", "desktop.ini", "$recycle.bin", "system volume information"}
)
"""What operating systems leave behind. It is skipped, as hidden files are; all else gets a report row."""


@dataclass(frozen=True)
class Source:
    """A file: where it is, its path relative to the folder, and the name of its output relative to `wav/`.

    `path` holds the name as it is on disk, `name` and `output` what text can say of it: bytes that are not
    UTF-8 are written out as `\\xe9`.
    """

    path: str
    name: str
    output: str

    def require_audio(self) -> None:
        """Raise UnreadableAudio at once for a file that neither is called nor looks like audio."""
        if PurePosixPath(self.name).suffix.lower() in AUDIO_EXTENSIONS:
            return
        try:
            container = sniff_file(self.path)
        except OSError:
            container = None
        if container is None:
            raise RefusedFile(
                Reason.NOT_AUDIO, "The file is no recording: nothing needs to be done about it."
            )


def find_sources(folder: Path, *, skip: Path | None = None) -> list[Source]:
    """All inputs under `folder` but not under `skip`, sorted. Raises BadDataset when it is no folder."""
    if not folder.is_dir():
        raise BadDataset(f"{folder} is not a folder: give the folder that holds your recordings.")
    if skip is not None and skip.resolve() == folder.resolve():
        raise BadDataset("The result cannot go into the folder that it is made of: choose another.")
    found = sorted(_walk(folder, skip.resolve() if skip else None))
    names = [_as_text(path) for path in found]
    return [
        Source(os.fspath(folder / path), name, output)
        for path, name, output in zip(found, names, unique_outputs(names), strict=True)
    ]


def _as_text(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _walk(folder: Path, skip: Path | None) -> list[str]:
    """Relative paths of regular files. Linked folders may lead outside or in circles: not entered."""
    found: list[str] = []
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not _ignored(name) and Path(parent, name).resolve() != skip]
        here = Path(parent)
        found += [
            (here / name).relative_to(folder).as_posix()
            for name in files
            if not _ignored(name) and (here / name).is_file()
        ]
    return found


def _ignored(name: str) -> bool:
    return name.startswith(".") or name.lower() in SYSTEM_NAMES


def unique_outputs(names: list[str]) -> list[str]:
    """One `.wav` path for each relative path, no two alike even where case does not count, and none a
    folder's name.

    `a.flac` becomes `a.wav`; an `a.wav` beside it becomes `a (wav).wav`.
    """
    taken = {str(folder).lower() for name in names for folder in PurePosixPath(name).parents}
    outputs: list[str] = []
    for name in names:
        output = next(free for free in _candidates(PurePosixPath(name)) if free.lower() not in taken)
        taken.add(output.lower())
        outputs.append(output)
    return outputs


def _candidates(path: PurePosixPath) -> Iterator[str]:
    kind = path.suffix.lstrip(".") or "none"
    yield str(path.with_name(f"{path.stem}.wav"))
    yield str(path.with_name(f"{path.stem} ({kind}).wav"))
    for number in count(2):
        yield str(path.with_name(f"{path.stem} ({kind} {number}).wav"))
