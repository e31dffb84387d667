"""A fingerprint of the static files, which is part of their address."""

import hashlib
from pathlib import Path


def fingerprint(root: Path) -> str:
    """Twelve hexadecimal digits that change with any static file or pinned package."""
    digest = hashlib.sha256()
    pinned = [root / "requirements" / "constraints.txt", root / "package-lock.json"]
    for path in [*sorted((root / "static").rglob("*")), *pinned]:
        if path.is_file():
            digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]
