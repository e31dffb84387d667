"""Uploaded files that were left behind."""

import time

from django.conf import settings

STALE_S = 3600


def uploads_sweep() -> int:
    """Remove uploads that a killed process left behind; returns how many."""
    removed = 0
    for path in settings.UPLOADS_DIR.iterdir():
        if path.is_file() and time.time() - path.stat().st_mtime > STALE_S:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
