"""Static files that a browser fetches once, and compressed."""

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

WORTH_IT = {".css", ".js", ".json", ".map", ".svg", ".txt"}
LEAST_BYTES = 200
"""Below it the headers weigh more than what is saved."""


class CompressingWhiteNoise(WhiteNoiseMiddleware):
    """
    WhiteNoise for files that nobody collected: where it looks for `<file>.gz` beside a file, this keeps
    copies of our own in `COMPRESSED_DIR`. What lies under STATIC_URL never changes: its address has a
    fingerprint.
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
    """
    A gzip copy in `folder`, made unless it is there: it is named after what is in it, so none is ever stale.
    None for what is not worth it, and where nothing can be written.
    """
    if path.suffix not in WORTH_IT or path.stat().st_size < LEAST_BYTES:
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
    """Several servers may start at once: each writes a file of its own and renames it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    os.replace(file.name, path)
