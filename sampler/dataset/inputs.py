"""Which files of a producer's folder are inputs, and what their outputs are called."""

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
"""What operating systems leave behind. It is skipped, as hidden files are; all else gets a report row."""

MAX_NAME_BYTES, MAX_KIND = 255, 8
"""What file systems take as a name, and what is shown of an ending that stands in one."""


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
        if _is_called_audio(self.name):
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


def _is_called_audio(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in AUDIO_EXTENSIONS


def unique_outputs(names: list[str]) -> list[str]:
    """One `.wav` path for each relative path, no two alike even where case does not count, none a folder's
    name, and no part of it longer than file systems take.

    `a.flac` becomes `a.wav`; an `a.wav` beside it becomes `a (wav).wav`. Names of recordings come first, so
    that an `a.txt` never takes theirs.
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
    """Stem and ending, together no longer than `MAX_NAME_BYTES`: escapes and endings make names longer."""
    room = MAX_NAME_BYTES - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore") + ending
