"""`python -m tests.services [OPTIONS OF PYTEST]`: test the instrument with PostgreSQL and Redis."""

import os
import shutil
import signal
import subprocess
import sys

from tests.postgres import program, running_postgres
from tests.services_studio import SERVER, redis_program

TESTS = (
    "tests/integration",
    "tests/faults/test_clocks.py",
    "tests/webui",
    "--ignore",
    "tests/integration/test_serve.py",
)
"""The tests, without those of `manage.py serve`, which starts the same processes in another way."""

TOGETHER = ("--numprocesses", "2", "--dist", "loadscope", "--no-loadscope-reorder")
"""In pytest-django's order: what empties the tables at its end, the roles included, runs last."""


def missing() -> str:
    """The reason why the services cannot be started here; empty where they can."""
    programs = {"postgres": program("postgres"), "initdb": program("initdb")}
    programs |= {"redis-server": redis_program(), "setpriv": shutil.which("setpriv")}
    absent = [name for name, found in programs.items() if not found]
    if not absent:
        return ""
    return f"{' and '.join(absent)} not found: install Debian's packages postgresql and redis-server."


def main(options: list[str]) -> int:
    if reason := missing():
        print(f"The tests against PostgreSQL and Redis were skipped: {reason}")
        return 0
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that all is removed
    with running_postgres() as address:
        command = [sys.executable, "-m", "pytest", *(options or TESTS + TOGETHER)]
        return subprocess.run(command, env={**os.environ, SERVER: address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
