"""What tells one state of the static files from another."""

import hashlib
from pathlib import Path


def fingerprint(root: Path) -> str:
    """Another one for other static files, of ours or of a package."""
    digest = hashlib.sha256()
    pinned = [root / "constraints.txt", root / "package-lock.json"]
    for path in [*sorted((root / "static").rglob("*")), *pinned]:
        if path.is_file():
            digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]
