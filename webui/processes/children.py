"""Run long work in child processes: niced, with numeric libraries on one thread, watched, one per folder."""

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from webui.config.environment import worker_environment
from webui.errors import Conflict

NICENESS = 19
CHECK_S = 1.0
GRACE_S = 20.0
"""How long a child that was asked to stop may take to write its checkpoint before it is killed."""

SHUTTING_DOWN = threading.Event()
"""Set when this worker is asked to stop. Its children are then stopped as well."""

EXPLAINED = 2
"""Exit code of a command that printed one line that says what to do."""

LOCK, PID = ".lock", ".pid"

CHILD = Path(__file__).parent / "supervision" / "child.py"
"""Starts a program so that it gets SIGTERM when its worker dies, which watched it."""


class Stopped(Exception):
    """A child was asked to end: its job is no longer ours, or this worker shuts down."""


class ChildFailed(Exception):
    """A child ended with an error: `code`, negative for a signal, and its `explanation`, possibly empty."""

    def __init__(self, code: int, explanation: str) -> None:
        super().__init__(f"exit code {code}: {explanation}")
        self.code = code
        self.explanation = explanation


def run_child(
    module: str,
    arguments: Sequence[object],
    *,
    folder: Path,
    output: Path | None = None,
    keep_going: Callable[[], bool] = lambda: True,
) -> None:
    """Run `python -m module arguments`, until `keep_going`, called first and every second, returns False.

    What it prints is appended to `folder`/log.txt, or written to `output` if given; errors always go to the
    log. On one host at most one child at a time runs in a folder: see `held`. Raises Stopped after stopping
    it, ChildFailed when it ends with an error, Conflict when another child cannot be stopped.
    """
    if not keep_going():
        raise Stopped
    python = [sys.executable, "-m", module, *map(str, arguments)]
    command = [sys.executable, str(CHILD), "nice", "-n", str(NICENESS), *python]
    with (
        held(folder) as lock,
        (folder / "log.txt").open("ab") as log,
        (output or Path(os.devnull)).open("wb") as sink,
    ):
        (folder / PID).unlink(missing_ok=True)
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=sink if output else log,
            stderr=log,
            env=worker_environment(),
            pass_fds=(lock,),
            start_new_session=True,
        )
        (folder / PID).write_text(str(child.pid))
        code = _watch(child, keep_going)
    if code:
        raise ChildFailed(code, last_line(folder / "log.txt") if code == EXPLAINED else "")


def _watch(child: subprocess.Popen[bytes], keep_going: Callable[[], bool]) -> int:
    """Wait for the child; returns its exit code, negative for a signal. Raises Stopped after stopping it."""
    stopped_at: float | None = None
    while (code := _wait(child)) is None:
        if stopped_at is None and (SHUTTING_DOWN.is_set() or not keep_going()):
            stopped_at = time.monotonic()
            os.killpg(child.pid, signal.SIGTERM)
        elif stopped_at is not None and time.monotonic() - stopped_at > GRACE_S:
            os.killpg(child.pid, signal.SIGKILL)
    if stopped_at is not None:
        raise Stopped
    return code


def _wait(child: subprocess.Popen[bytes]) -> int | None:
    try:
        return child.wait(CHECK_S)
    except subprocess.TimeoutExpired:
        return None


@contextmanager
def held(folder: Path) -> Iterator[int]:
    """Lock `folder` for one child. The child inherits the lock and keeps it even if this process is killed.

    A child that outlived its worker is stopped first. Raises Conflict when it does not end.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _lock(descriptor):
            _stop_orphan(folder, descriptor)
        yield descriptor
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _stop_orphan(folder: Path, descriptor: int) -> None:
    """Stop the process in the pid file. It holds the lock, so it lives, and its number is still its own."""
    for number, patience_s in ((signal.SIGTERM, GRACE_S), (signal.SIGKILL, 5.0)):
        with suppress(OSError, ValueError):
            os.killpg(int((folder / PID).read_text()), number)
        end = time.monotonic() + patience_s
        while time.monotonic() < end:
            if _lock(descriptor):
                return
            time.sleep(0.2)
    raise Conflict(f"Another process works in the folder {folder.name}: stop it first.")


def note(folder: Path, line: str) -> None:
    """Append a line, with the time, to the log of the children in `folder`."""
    with (folder / "log.txt").open("a") as log:
        log.write(f"{time.strftime('%H:%M:%S')} {line}\n")


def last_line(log: Path) -> str:
    """The last line of a log: a command that ends with `EXPLAINED` explains itself there."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 4000))
        lines = file.read().decode(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "").removeprefix("sampler: ")
