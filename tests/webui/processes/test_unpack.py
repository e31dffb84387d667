"""Unpacking zips of unknown origin: audio is unpacked, all other entries are named with a reason."""

import json
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sampler.errors import BadDataset
from webui.processes import unpack
from webui.processes.unpack import MAX_DEPTH, MAX_FOLDERS
from webui.processes.unpack import unpack as unpack_zip

WAV = b"RIFF\0\0\0\0WAVEfmt "


def archive_of(
    folder: Path, *names: str | zipfile.ZipInfo, content: bytes = WAV, method: int = zipfile.ZIP_DEFLATED
) -> Path:
    path = folder / "archive.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name in names:
            archive.writestr(name, content)
    return path


def reasons(archive: Path, target: Path) -> dict[str, str]:
    target.mkdir()
    return {item.file: item.reason for item in unpack_zip(archive, target)[1]}


def test_audio_is_unpacked_with_its_folders(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, "a.wav", "kit/", "kit/b.flac", "kit/deep/c.MP3", "win\\d.aif")
    assert unpack_zip(archive, tmp_path / "out") == (4, [])
    found = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.*")}
    assert found == {"a.wav", "kit/b.flac", "kit/deep/c.MP3", "win/d.aif"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../up.wav", "unsafe path"),
        ("kit/../../up.wav", "unsafe path"),
        ("/etc/up.wav", "unsafe path"),
        ("..\\up.wav", "unsafe path"),
        ("C:\\up.wav", "unsafe path"),
        ("C:up.wav", "unsafe path"),
        ("line\nbreak.wav", "unprintable name"),
        ("para\u2029graph.wav", "unprintable name"),
        (".", "unsafe path"),
        (f"{'n' * 300}.wav", "name too long"),
        (f"{'deep/' * 900}a.wav", "name too long"),
        (f"{'d/' * MAX_DEPTH}a.wav", "nested too deeply"),
        ("more.zip", "nested archive"),
        ("more.tar.GZ", "nested archive"),
        ("read.me", "not audio"),
        ("noextension", "not audio"),
        ("__MACOSX/._a.wav", "not audio"),
    ],
)
def test_refused_entries_are_named(name: str, reason: str, tmp_path: Path) -> None:
    assert reasons(archive_of(tmp_path, name), tmp_path / "out") == {name: reason}
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / "archive.zip"]


@pytest.mark.parametrize("name", ["a\u00a0b.wav", "drum\u00admer.wav", "Trommel 🥁.wav", "\u05e9\u200f.wav"])
def test_names_of_every_language_are_unpacked(name: str, tmp_path: Path) -> None:
    """A no-break space and a soft hyphen, as text processors put them into names, a drum, and a direction."""
    assert unpack_zip(archive_of(tmp_path, name), tmp_path / "out") == (1, [])
    assert (tmp_path / "out" / name).exists()


def test_too_many_folders_are_refused(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, *(f"{number}/a.wav" for number in range(MAX_FOLDERS + 1)))
    with pytest.raises(BadDataset, match="folders"):
        unpack_zip(archive, tmp_path / "out")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(kind: int, tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("link.wav")
    entry.external_attr = (kind | 0o777) << 16
    assert reasons(archive_of(tmp_path, entry), tmp_path / "out") == {"link.wav": "link"}


def test_encrypted_entries_are_refused(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, "a.wav")
    data = bytearray(archive.read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1
    archive.write_bytes(data)
    assert reasons(archive, tmp_path / "out") == {"a.wav": "encrypted"}


def test_the_second_entry_of_one_name_is_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        archive = archive_of(tmp_path, "a.wav", "a.wav")
    assert reasons(archive, tmp_path / "out") == {"a.wav": "duplicate"}


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_entry_is_refused_and_the_rest_kept(method: int, tmp_path: Path) -> None:
    archive = archive_of(tmp_path, "a.wav", "b.wav", content=bytes(range(256)) * 40, method=method)
    data = bytearray(archive.read_bytes())
    data[60] ^= 0xFF
    archive.write_bytes(data)
    assert reasons(archive, tmp_path / "out") == {"a.wav": "damaged"}
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["b.wav"]


def test_a_zip_bomb_is_stopped_by_its_unpacked_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MAX_UNPACKED_BYTES", 5_000_000)
    archive = archive_of(tmp_path, "a.wav", "b.wav", content=bytes(3_000_000))
    assert archive.stat().st_size < 10_000
    with pytest.raises(BadDataset, match="GB"):
        unpack_zip(archive, tmp_path / "out")
    assert sum(path.stat().st_size for path in (tmp_path / "out").iterdir()) <= 5_000_000


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, *(f"{number}.wav" for number in range(20_001)))
    with pytest.raises(BadDataset, match="20001"):
        unpack_zip(archive, tmp_path / "out")


@pytest.mark.parametrize(
    ("offset", "byte"), [(6, 70), (46, 0xFF)], ids=["of a later version", "with a name in no encoding"]
)
def test_a_zip_with_an_unreadable_directory_is_refused(offset: int, byte: int, tmp_path: Path) -> None:
    archive = archive_of(tmp_path, "ä.wav")
    data = bytearray(archive.read_bytes())
    data[data.index(b"PK\1\2") + offset] = byte
    archive.write_bytes(data)
    with pytest.raises(BadDataset, match="whole zip"):
        unpack_zip(archive, tmp_path / "out")


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"RIFF" + bytes(1000)])
def test_a_file_that_is_no_zip_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "archive.zip").write_bytes(content)
    with pytest.raises(BadDataset, match="zip"):
        unpack_zip(tmp_path / "archive.zip", tmp_path / "out")


def test_the_process_prints_its_result(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "webui.processes.unpack",
        str(archive_of(tmp_path, "a.wav", "b.txt")),
        f"{tmp_path}/out",
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(ended.stdout)["unpacked"] == 1
    assert json.loads(ended.stdout)["refused"][0]["reason"] == "not audio"


def test_the_process_fails_with_one_line(tmp_path: Path) -> None:
    (tmp_path / "archive.zip").write_bytes(b"no")
    command = [sys.executable, "-m", "webui.processes.unpack", f"{tmp_path}/archive.zip", f"{tmp_path}/out"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, len(ended.stderr.splitlines())) == (2, 1)
