"""Unpack a zip of unknown origin: `python -m webui.processes.unpack ARCHIVE FOLDER [PROGRESS]`, a process.

Prints `{"unpacked": N, "refused": [{"file", "reason", "message"}]}`. It unpacks only regular, unencrypted
audio files. It counts the bytes that it unpacks, since the sizes in the archive's table may be false. Before
it opens the archive it limits its own memory and time. For a bad archive it prints one line and ends with
code 2.
"""

import json
import lzma
import resource
import stat
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from sampler.audio.read import AUDIO_EXTENSIONS
from sampler.errors import BadDataset
from sampler.progress import ProgressFile
from webui.sentences import refused_sentence

MAX_ENTRIES = 20_000
MAX_UNPACKED_BYTES = 4_000_000_000
MAX_PATH_BYTES = 1_024
"""Linux allows 4,096 in all, the folders above included."""

MAX_DEPTH = 32
"""Folders within folders."""
MAX_FOLDERS = 5_000

MAX_MEMORY_BYTES = 1 << 30
MAX_CPU_S = 900
CHUNK_BYTES = 1 << 20
NESTED = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst"})
UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode's categories of control characters, halves of characters, and ends of lines and paragraphs."""

DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, MemoryError, RuntimeError, ValueError)
"""What `zipfile` raises for a damaged archive; its NotImplementedError is a RuntimeError."""


@dataclass(frozen=True)
class Refused:
    """An entry that is not unpacked: a short reason for programs, a message for people."""

    file: str
    reason: str
    message: str


Progress = Callable[[int, int], None]


def unpack(
    archive: Path, folder: Path, progress: Progress = lambda done, total: None
) -> tuple[int, list[Refused]]:
    """Unpack the audio files of `archive` into `folder`; returns how many, and what was refused.

    Calls `progress(done, total)` after each entry.
    Raises BadDataset when it is no zip, or holds more entries or bytes than we take.
    """
    try:
        opened = zipfile.ZipFile(archive)
    except DAMAGED as error:
        raise BadDataset("The archive is not a whole zip file: pack the folder again.") from error
    with opened:
        return _unpack_entries(opened, folder, progress)


def _unpack_entries(archive: zipfile.ZipFile, folder: Path, progress: Progress) -> tuple[int, list[Refused]]:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise BadDataset(f"The archive holds {len(entries)} entries: pack at most {MAX_ENTRIES}.")
    left_bytes, unpacked, refused = MAX_UNPACKED_BYTES, 0, []
    files = [entry for entry in entries if not entry.is_dir()]
    if (folders := _folder_count(files)) > MAX_FOLDERS:
        raise BadDataset(f"The archive holds {folders} folders: pack at most {MAX_FOLDERS}.")
    for done, entry in enumerate(files, start=1):
        refusal = _refusal(entry)
        if refusal is None:
            refusal, size = _write(archive, entry, folder, left_bytes)
            left_bytes -= size
        if refusal is None:
            unpacked += 1
        else:
            refused.append(Refused(entry.filename, refusal, refused_sentence(refusal, {})))
        progress(done, len(files))
    return unpacked, refused


def _folder_count(files: list[zipfile.ZipInfo]) -> int:
    """How many folders the files that may be unpacked lie in."""
    parents = {_path(entry).parent for entry in files if _refusal(entry) is None}
    return len({folder for parent in parents for folder in (parent, *parent.parents)})


def _refusal(entry: zipfile.ZipInfo) -> str | None:
    """The reason against an entry that its row in the table rules out; None if it may be unpacked."""
    path, kind = _path(entry), stat.S_IFMT(entry.external_attr >> 16)
    if refusal := _name_refusal(path, entry.filename):
        return refusal
    if kind not in (0, stat.S_IFREG):
        return "link"
    if entry.flag_bits & 1:
        return "encrypted"
    if path.suffix.lower() in NESTED:
        return "nested archive"
    if path.suffix.lower() not in AUDIO_EXTENSIONS or path.name.startswith("._"):
        return "not audio"
    return None


def _name_refusal(path: PurePosixPath, name: str) -> str | None:
    if not _is_inside(path):
        return "unsafe path"
    if any(unicodedata.category(character) in UNPRINTABLE for character in name):
        return "unprintable name"
    if len(bytes(path)) > MAX_PATH_BYTES or any(len(part.encode()) > 255 for part in path.parts):
        return "name too long"
    if len(path.parts) > MAX_DEPTH:
        return "nested too deeply"
    return None


def _is_inside(path: PurePosixPath) -> bool:
    """Whether a path leads to something inside a folder, not to the folder itself or to a Windows drive."""
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and ":" not in path.parts[0]


def _path(entry: zipfile.ZipInfo) -> PurePosixPath:
    """The entry's path; some packers write backslashes."""
    return PurePosixPath(entry.filename.replace("\\", "/") or "..")


def _write(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path, left_bytes: int
) -> tuple[str | None, int]:
    """Unpack one entry; returns why it is refused, if it is, and the bytes that came out."""
    target, size = folder / _path(entry), 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            for chunk in _chunks(archive, entry):
                size += len(chunk)
                if size > left_bytes:
                    raise BadDataset(
                        f"The archive unpacks to more than {MAX_UNPACKED_BYTES / 1e9:g} GB: split it."
                    )
                file.write(chunk)
    except (FileExistsError, NotADirectoryError):
        return "duplicate", size
    except DAMAGED:
        target.unlink(missing_ok=True)
        return "damaged", size
    return None, size


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(CHUNK_BYTES):
                yield chunk
    except OSError as error:  # so bzip2 calls a damaged stream
        raise zipfile.BadZipFile(str(error)) from error


def main(archive: str, folder: str, progress: str | None = None) -> int:
    """The process: exit code 0, or 2 with one line on the error stream."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_S, MAX_CPU_S))
    watched = ProgressFile(Path(progress) if progress else None, "unpacking")
    try:
        unpacked, refused = unpack(Path(archive), Path(folder), watched)
    except (BadDataset, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps({"unpacked": unpacked, "refused": [asdict(item) for item in refused]}))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
