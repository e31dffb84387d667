"""The whole instrument as processes, started by `manage.py serve`."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import requests

from tests.waiting import until

ROOT = Path(__file__).resolve().parent.parent
CHILD = ROOT / "webui" / "processes" / "supervision" / "child.py"
"""Ends the studio when the tests are killed."""

START_S, STOP_S = 90.0, 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class LiveStudio:
    """`manage.py serve` with data folders of its own, on a port of its own. `url` has no slash at its end."""

    var: Path
    models_dir: Path
    dataset_root: Path
    port: int = field(default_factory=free_port)
    username: str = "admin"
    extra: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] = field(init=False)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def password(self) -> str:
        return (self.var / "admin-password").read_text().strip()

    @property
    def output(self) -> str:
        """Its output since the latest start."""
        return self.var.with_suffix(".out").read_text()

    @property
    def command(self) -> list[str]:
        return [sys.executable, "manage.py", "serve"]

    @property
    def environment(self) -> dict[str, str]:
        ours = {
            "DJANGO_SETTINGS_MODULE": "webui.config.settings",
            "DRUMSCAPE_VAR": str(self.var),
            "MODELS_DIR": str(self.models_dir),
            "DATASET_ROOTS": str(self.dataset_root),
            "PORT": str(self.port),
        }
        return {**os.environ, **ours, **self.extra}

    def start(self) -> None:
        """Start and wait until the studio is ready. Raises RuntimeError with its output."""
        with self.var.with_suffix(".out").open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, str(CHILD), *self.command],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            until(lambda: self.is_ready() or self.process.poll() is not None, START_S)
            assert self.process.poll() is None
        except AssertionError:
            self.stop()
            raise RuntimeError(f"The instrument did not start:\n{self.output}{self.logs()}") from None

    def is_ready(self) -> bool:
        try:
            return requests.get(f"{self.url}/readyz", timeout=6).status_code == 200
        except requests.RequestException:
            return False

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Stop it, by SIGKILL if it does not end in time; returns its exit code."""
        running = self.processes()
        self.process.send_signal(number)
        try:
            return self.process.wait(STOP_S)
        finally:
            for process in psutil.wait_procs(running, timeout=0)[1]:
                process.kill()

    def processes(self, containing: str = "") -> list[psutil.Process]:
        """Its processes, trainings included; with `text` those whose command line contains it."""
        try:
            found = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []
        return [process for process in found if containing in command_line(process)]

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a management command with its environment."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=60, check=False
        )

    def logs(self) -> str:
        """The end of each program's log."""
        files = sorted((self.var / "log").glob("*.log"))
        return "\n".join(f"--- {file.name}\n{file.read_text(errors='replace')[-2000:]}" for file in files)


def command_line(process: psutil.Process) -> str:
    """The command line of a process; empty for one that has just ended."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


FACTORY = ("snare", "kick", "hat")


def new_studio(
    folder: Path, kind: type[LiveStudio] = LiveStudio, models: Sequence[str] = FACTORY
) -> LiveStudio:
    """A studio, not started yet, with a copy of factory models: it explores the map of each at its start."""
    for name in models:
        if (ROOT / "models" / name / "1").is_dir():
            shutil.copytree(ROOT / "models" / name / "1", folder / "models" / name / "1")
    (folder / "sounds").mkdir()
    return kind(folder / "var", folder / "models", folder / "sounds")
