"""A private PostgreSQL server: it runs as an unprivileged user in a temporary folder."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.live_studio import free_port
from tests.waiting import until

USER, PASSWORD = "drumscape", "only-for-tests"
ACCOUNT = "postgres"
"""The user that Debian's package makes: PostgreSQL refuses to run as root."""

PATIENCE_S = 60.0
QUICK = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200")


def program(name: str) -> str | None:
    """The path of a program of the newest PostgreSQL, which Debian keeps off the path; None if missing."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    path = os.pathsep.join([*map(str, reversed(folders)), os.environ.get("PATH", os.defpath)])
    return shutil.which(name, path=path)


@contextmanager
def running_postgres() -> Iterator[str]:
    """Start a server; yields its address, `postgresql://user:password@host:port`."""
    folder = Path(tempfile.mkdtemp(prefix="drumscape-postgres-"))
    try:
        if os.getuid() == 0:
            shutil.chown(folder, ACCOUNT, ACCOUNT)
        _make_cluster(folder)
        with _server(folder, port := free_port()) as server:
            address = f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{port}"
            _wait_for(address, server, folder / "log")
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(address: str, name: str) -> str:
    """Make an empty database; returns its address."""
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return f"{address}/{name}"


def _unprivileged(*command: str) -> list[str]:
    """A command that ends the server (fast shutdown) when the tests are killed, see setpriv(1)."""
    account = ("--reuid", ACCOUNT, "--regid", ACCOUNT, "--clear-groups") if os.getuid() == 0 else ()
    return ["setpriv", *account, "--pdeathsig", "INT", "--", *command]


def _make_cluster(folder: Path) -> None:
    password = folder / "password"
    password.write_text(PASSWORD)
    password.chmod(0o644)  # within a folder that is closed to others
    options = ["--pgdata", f"{folder}/data", "--username", USER, "--pwfile", str(password)]
    options += ["--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    subprocess.run(
        _unprivileged(program("initdb") or "initdb", *options), cwd=folder, check=True, capture_output=True
    )


@contextmanager
def _server(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    options = ["-D", f"{folder}/data", "-p", str(port), "-k", str(folder), "-h", "127.0.0.1", *QUICK]
    command = _unprivileged(program("postgres") or "postgres", *options)
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        yield server
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(PATIENCE_S)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers. Raises RuntimeError with its log."""
    until(lambda: server.poll() is not None or _answers(address), PATIENCE_S)
    if server.poll() is not None:
        raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")


def _answers(address: str) -> bool:
    try:
        psycopg.connect(f"{address}/postgres").close()
    except psycopg.OperationalError:
        return False
    return True
