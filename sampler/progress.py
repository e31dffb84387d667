"""How far a command is, in a small file for whoever watches it from another process."""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from sampler.audio.write import write_atomically

EVERY_S = 0.25


class ProgressFile:
    """Called as `progress(done, total)`, replaces `path` by `{"stage", "done", "total"}`.

    It does so a few times a second at most; a reader sees the old or the new, never half. Without a path, or
    where nothing can be written, it does nothing: no work is lost for want of being watched.
    """

    def __init__(self, path: Path | None, stage: str) -> None:
        self._path = path
        self._stage = stage
        self._due = 0.0

    def __call__(self, done: int, total: int) -> None:
        if self._path is None or (time.monotonic() < self._due and done < total):
            return
        self._due = time.monotonic() + EVERY_S
        content = {"stage": self._stage, "done": done, "total": total}
        with suppress(OSError):
            write_atomically(self._path, json.dumps(content).encode())


def read_progress_file(path: Path) -> dict[str, Any] | None:
    """What was last written there; None before anything was."""
    try:
        found: dict[str, Any] = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return found
