"""The progress of a command in a small JSON file, which other processes read."""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from sampler.audio.write import write_atomically

EVERY_S = 0.25


class ProgressFile:
    """A callback `progress(done, total)` that writes `{"stage", "done", "total"}` to `path`.

    It writes atomically and at most four times a second. Without a path, or where the file cannot be written,
    it does nothing, so that the work itself goes on.
    """

    def __init__(self, path: Path | None, stage: str) -> None:
        """Take the file to write, or None, and the name of the stage that is being counted."""
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
    """The last content of a progress file; None where there is none, or it cannot be read."""
    try:
        found: dict[str, Any] = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return found
