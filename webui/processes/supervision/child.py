"""Become a program that ends with its parent: `child.py [--wait-for SOCKET] COMMAND…`.

Every supervised process starts through this script, so it does not load Django. With `--wait-for` the
program starts only when a server listens on that unix socket, which avoids failed connections.
"""

import ctypes
import os
import signal
import socket
import sys
import time

PR_SET_PDEATHSIG = 1
PATIENCE_S, PAUSE_S = 10.0, 0.02


def die_with_parent() -> None:
    """Have the kernel send SIGTERM when the parent dies, however that happens (prctl(2), Linux only)."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)


def wait_for(path: str) -> None:
    """Return when the unix socket accepts connections, or after `PATIENCE_S`."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(path) == 0:
                return
        time.sleep(PAUSE_S)


if __name__ == "__main__":
    command = sys.argv[1:]
    die_with_parent()
    if command[0] == "--wait-for":
        wait_for(command[1])
        command = command[2:]
    os.execvp(command[0], command)
