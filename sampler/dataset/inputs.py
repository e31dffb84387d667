"""Find the input files of a folder and name their outputs."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path, PurePosixPath

from sampler.audio.read import AUDIO_EXTENSIONS, sniff_file
from sampler.audio.reasons import Reason, RefusedFile
from sampler.errors import BadDataset

SYSTEM_NAMES = frozenset(
    {"__macosx", "thumbs.db", "desktop.ini", "$recycle.bin", "system volume information"}
)
"""Files and folders of operating systems. They and hidden files are skipped; others get a report row."""

MAX_NAME_BYTES, MAX_KIND = 255, 8
"""Longest file name, and longest part of a suffix that is put into a name."""


@dataclass(frozen=True)
class Source:
    """An input file: its `path` on disk, its `name` relative to the folder, its `output` relative to `wav/`.

    `path` may hold bytes that are not UTF-8. `name` and `output` hold them escaped, as in `\\xe9`.
    """

    path: str
    name: str
    output: str

    def require_audio(self) -> None:
        """Raise UnreadableAudio for a file with neither the name nor the first bytes of an audio file."""
        if _is_called_audio(self.name):
            return
        try:
            container = sniff_file(self.path)
        except OSError:
            container = None
        if container is None:
            raise RefusedFile(Reason.NOT_AUDIO)


def find_sources(folder: Path, *, skip: Path | None = None) -> list[Source]:
    """All inputs under `folder` but not under `skip`, sorted by path.

    Raises BadDataset when `folder` is no folder, or `skip` is the same one.
    """
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
    """Relative paths of regular files. Ignores links to folders, which may lead outside or in circles.

    Folders may lie in each other without end, and `os.walk` calls itself for each (before Python 3.12).
    """
    found: list[str] = []
    folders = [folder]
    while folders:
        here = folders.pop()
        for entry in _entries(here):
            path = here / entry.name
            if entry.is_dir(follow_symlinks=False):
                if path.resolve() != skip:
                    folders.append(path)
            elif path.is_file():
                found.append(path.relative_to(folder).as_posix())
    return found


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    """What a folder holds, without what belongs to the system; nothing of one that may not be read."""
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if not _ignored(entry.name)]
    except OSError:
        return []


def _ignored(name: str) -> bool:
    return name.startswith(".") or name.lower() in SYSTEM_NAMES


def _is_called_audio(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in AUDIO_EXTENSIONS


def unique_outputs(names: list[str]) -> list[str]:
    """One `.wav` path for each relative path.

    Paths differ even where case is ignored, none is the path of a folder, and no part exceeds
    `MAX_NAME_BYTES`. `a.flac` becomes `a.wav`; an `a.wav` beside it becomes `a (wav).wav`. Files with audio
    suffixes are named first, so that an `a.txt` never takes their names.
    """
    paths = [_with_folders_cut(PurePosixPath(name)) for name in names]
    taken = {str(folder).lower() for path in paths for folder in path.parents}
    outputs = [""] * len(names)
    for index in sorted(range(len(names)), key=lambda index: not _is_called_audio(names[index])):
        output = next(free for free in _candidates(paths[index]) if free.lower() not in taken)
        taken.add(output.lower())
        outputs[index] = output
    return outputs


def _with_folders_cut(path: PurePosixPath) -> PurePosixPath:
    return PurePosixPath(*map(_cut, path.parts[:-1]), path.name)


def _candidates(path: PurePosixPath) -> Iterator[str]:
    kind = path.suffix.lstrip(".")[:MAX_KIND] or "none"
    endings = (f" ({kind} {number}).wav" for number in count(2))
    for ending in chain((".wav", f" ({kind}).wav"), endings):
        yield str(path.with_name(_cut(path.stem, ending)))


def _cut(stem: str, ending: str = "") -> str:
    """Join stem and ending, with the stem cut so that the name fits in `MAX_NAME_BYTES`."""
    room = MAX_NAME_BYTES - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore") + ending
