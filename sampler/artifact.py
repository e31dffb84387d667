"""Artefacts: a trained model on disk, `models/<name>/<version>/`, published atomically and never changed.

`manifest.json` lists the sha256 of every other file, and `manifest.sha256` holds that of the manifest, so a
changed byte is refused. The architecture is code chosen by family name: an artefact holds nothing executable.
"""

import dataclasses
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sampler.errors import BadValue, CorruptArtifact, IncompatibleArtifact, ModelNotFound, NoMap
from sampler.manifest import ClassifierManifest, Description, Manifest, SequenceManifest, described

MANIFEST, MANIFEST_SUM = "manifest.json", "manifest.sha256"
ENCODER, DECODER, PLAYER, WEIGHTS = "encoder.tflite", "decoder.tflite", "player.tflite", "weights.npz"
LANDMARKS, CARD, PREVIEW = "landmarks.json", "card.md", "preview.png"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
VERSION = re.compile(r"[1-9][0-9]{0,8}")

USES = {
    "map": "`render` plays it",
    "sequence": "it makes tapes, and `generate` plays it",
    "classifier": "it tells recordings apart, and `classify` asks it",
}
"""What each kind of model is for."""


def read_description(folder: Path) -> Description:
    """Read the manifest of a version of any kind; verify its own checksum, but not those of other files.

    Raises CorruptArtifact or IncompatibleArtifact.
    """
    try:
        content = (folder / MANIFEST).read_bytes()
        expected = (folder / MANIFEST_SUM).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CorruptArtifact(f"{folder} is no complete model: its manifest is missing.") from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise CorruptArtifact(
            f"{folder / MANIFEST} was changed after it was written; restore it from a backup."
        )
    try:
        return described(json.loads(content))
    except ValueError as error:
        raise CorruptArtifact(f"{folder / MANIFEST} is no manifest; restore it from a backup.") from error


def read_manifest(folder: Path) -> Manifest:
    """`read_description` of a model with a map. Raises NoMap for other kinds as well."""
    return _require_map(read_description(folder))


def verify_files(folder: Path) -> Description:
    """Verify all checksums of a version of any kind; returns its manifest. Raises as `read_description`."""
    description = read_description(folder)
    for name, expected in description.files.items():
        path = folder / name
        if Path(name).name != name or not path.is_file() or _sha256(path) != expected:
            raise CorruptArtifact(f"{path} is missing or was changed; restore the model from a backup.")
    return description


def verify(folder: Path) -> Manifest:
    """`verify_files` of a model with a map. Raises NoMap for other kinds as well."""
    return _require_map(verify_files(folder))


def verify_sequence(folder: Path) -> SequenceManifest:
    """`verify_files` of a model that makes tapes. Raises IncompatibleArtifact for other kinds as well."""
    description = verify_files(folder)
    if description.kind != "sequence":
        raise IncompatibleArtifact(f"'{description.name}' makes no tapes: {USES[description.kind]}.")
    return cast(SequenceManifest, description)


def verify_classifier(folder: Path) -> ClassifierManifest:
    """`verify_files` of a classifier. Raises IncompatibleArtifact for other kinds as well."""
    description = verify_files(folder)
    if description.kind != "classifier":
        raise IncompatibleArtifact(f"'{description.name}' classifies nothing: {USES[description.kind]}.")
    return cast(ClassifierManifest, description)


def _require_map(description: Description) -> Manifest:
    if description.kind != "map":
        raise NoMap(f"'{description.name}' has no map: {USES[description.kind]}.")
    return cast(Manifest, description)


def read_verified(folder: Path, name: str) -> bytes:
    """The content of one file of a version folder, if its checksum is that of the manifest.

    Raises FileNotFoundError for a file that the model has not; CorruptArtifact or IncompatibleArtifact.
    """
    expected = read_manifest(folder).files.get(name)
    if expected is None:
        raise FileNotFoundError(folder / name)
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise CorruptArtifact(f"{folder / name} cannot be read; restore the model from a backup.") from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise CorruptArtifact(f"{folder / name} was changed; restore the model from a backup.")
    return content


@dataclass(frozen=True)
class Version:
    """One version folder of a model name."""

    name: str
    version: str
    folder: Path


def list_versions(models_dir: Path) -> list[Version]:
    """Every version folder under `models_dir`, sorted by name and version. Does not look into the folders."""
    found = [
        Version(path.parent.name, path.name, path)
        for path in models_dir.glob("*/*")
        if path.is_dir() and NAME.fullmatch(path.parent.name) and VERSION.fullmatch(path.name)
    ]
    return sorted(found, key=lambda version: (version.name, int(version.version)))


def resolve(models_dir: Path, spec: str) -> Path:
    """The folder of `name` (its newest version), of `name@version`, or of a path to a version folder.

    Raises ModelNotFound.
    """
    if (Path(spec) / MANIFEST).is_file():
        return Path(spec)
    name, _, version = spec.partition("@")
    matching = [
        found for found in list_versions(models_dir) if found.name == name and version in ("", found.version)
    ]
    if not matching:
        raise ModelNotFound(
            f"There is no model '{spec}' in {models_dir}; `python -m sampler models` lists them."
        )
    return matching[-1].folder


def publish(models_dir: Path, name: str, build: Callable[[Path], Description]) -> Path:
    """Publish a new version of `name`; returns its folder.

    `build` fills a temporary folder and returns the manifest. `publish` then adds the checksums and renames
    the folder. Raises BadValue for a name that cannot be part of an address.
    """
    if not NAME.fullmatch(name):
        raise BadValue("A model's name holds small letters, digits and dashes, at most 63 of them.")
    models_dir.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".building-{name}-", dir=models_dir))
    try:
        return _rename_to_next(folder, models_dir, dataclasses.replace(build(folder), name=name))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _rename_to_next(build: Path, models_dir: Path, manifest: Description) -> Path:
    while True:
        entries = (models_dir / manifest.name).glob("*")
        taken = [int(entry.name) for entry in entries if VERSION.fullmatch(entry.name)]
        version = str(max(taken, default=0) + 1)
        _write_manifest(build, dataclasses.replace(manifest, version=version))
        target = models_dir / manifest.name / version
        target.parent.mkdir(exist_ok=True)
        build.chmod(0o755)
        try:
            os.rename(build, target)
        except OSError:
            if not target.exists():
                raise
            continue  # another process published that number first
        flush(target.parent)
        return target


def _write_manifest(folder: Path, manifest: Description) -> None:
    names = sorted(path.name for path in folder.iterdir() if path.name not in (MANIFEST, MANIFEST_SUM))
    manifest = dataclasses.replace(manifest, files={name: _sha256(folder / name) for name in names})
    content = json.dumps(dataclasses.asdict(manifest), indent=1).encode()
    (folder / MANIFEST).write_bytes(content)
    (folder / MANIFEST_SUM).write_text(hashlib.sha256(content).hexdigest() + "\n")
    for path in folder.iterdir():
        flush(path)


def flush(path: Path) -> None:
    """Wait until a file, or the entries of a folder, are written to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
