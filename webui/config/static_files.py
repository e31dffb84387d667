"""Static files, served compressed and cached by browsers for ever."""

import gzip
import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from whitenoise.base import StaticFile
from whitenoise.middleware import WhiteNoiseMiddleware

COMPRESSED_SUFFIXES = {".css", ".js", ".json", ".map", ".svg", ".txt"}
LEAST_BYTES = 200
"""Smaller files are not compressed: the headers would outweigh the savings."""


class CompressingWhiteNoise(WhiteNoiseMiddleware):
    """WhiteNoise, with compressed copies in `COMPRESSED_DIR` and not beside the files.

    Everything below STATIC_URL is immutable, since the address contains a fingerprint of the files.
    """

    def immutable_file_test(self, path: str, url: str) -> bool:
        return bool(url.startswith(self.static_prefix))

    def get_static_file(self, path: str, url: str, stat_cache: Mapping[str, Any] | None = None) -> StaticFile:
        plain = super().get_static_file(path, url, stat_cache)
        ours = any(Path(path).is_relative_to(folder) for _, folder in settings.STATICFILES_DIRS)
        copy = compressed(Path(path), settings.COMPRESSED_DIR) if ours else None
        if copy is None:
            return plain
        headers = [header for header in plain.alternatives[0][2] if header[0] != "Content-Length"]
        return StaticFile(path, headers, encodings={"gzip": str(copy)})


def compressed(path: Path, folder: Path) -> Path | None:
    """The path of a gzip copy in `folder`, made if it is missing and named after a hash of its content.

    None for files that are small or of another kind, and where the folder cannot be written.
    """
    if path.suffix not in COMPRESSED_SUFFIXES or path.stat().st_size < LEAST_BYTES:
        return None
    content = path.read_bytes()
    copy = folder / f"{hashlib.sha256(content).hexdigest()[:32]}.gz"
    try:
        if not copy.exists():
            _write_whole(copy, gzip.compress(content, mtime=0))
    except OSError:
        return None
    return copy


def _write_whole(path: Path, content: bytes) -> None:
    """Write to a temporary file and rename it, since several servers may start at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    os.replace(file.name, path)
