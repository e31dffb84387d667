"""Run supervisord in the foreground: `foreground.py CONFIGURATION`. It leaves no process behind.

This script does not load Django, so that the process that only watches stays small.
"""

import contextlib
import ctypes
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from supervisor.medusa.asyncore_25 import ExitNow
from supervisor.options import ServerOptions
from supervisor.supervisord import Supervisor

PR_SET_CHILD_SUBREAPER = 36
GRACE_S = 20.0


class ForegroundOptions(ServerOptions):
    """supervisord's options, but a closed terminal (SIGHUP) stops everything instead of restarting it."""

    def setsignals(self) -> None:
        super().setsignals()
        signal.signal(signal.SIGHUP, self._hang_up)

    def _hang_up(self, number: int, frame: FrameType | None) -> None:
        self.signal_receiver.receive(signal.SIGTERM, frame)


def adopt_orphans() -> None:
    """Become the parent of descendants whose parent dies, to stop them all (prctl(2), Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def children() -> list[int]:
    listing = Path(f"/proc/self/task/{os.getpid()}/children")
    return [int(pid) for pid in listing.read_text().split()] if listing.exists() else []


def stop_orphans() -> None:
    """Send SIGTERM to what is left, and SIGKILL after `GRACE_S`: a training saves a checkpoint first."""
    asked: set[int] = set()
    end = time.monotonic() + GRACE_S
    while left := children():
        for pid in left:
            if pid not in asked or time.monotonic() > end:
                os.kill(pid, signal.SIGTERM if time.monotonic() < end else signal.SIGKILL)
            asked.add(pid)
        while any(children()) and os.waitpid(-1, os.WNOHANG)[0]:
            pass
        time.sleep(0.05)


if __name__ == "__main__":
    adopt_orphans()
    options = ForegroundOptions()
    options.realize(["--configuration", sys.argv[1]], doc=__doc__)
    options.first, options.test = True, False
    with contextlib.suppress(ExitNow):
        Supervisor(options).main()
    stop_orphans()
