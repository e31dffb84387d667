"""The processes of docker-compose.yml without containers, with local hosts, ports and folders."""

import os
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

from tests import compose
from tests.live_studio import LiveStudio, free_port
from tests.postgres import PASSWORD, new_database
from webui.processes.supervision import programs

SERVER = "TEST_POSTGRES"
"""Variable with the address of a running PostgreSQL, see `tests.postgres`. If set, tests use this stack."""

WEB_PORT = "8000"
SECRETS = "/run/secrets/"
FOREGROUND = Path(programs.__file__).with_name("foreground.py")


class ServicesStudio(LiveStudio):
    """Web and workers as services, on a new database in a running PostgreSQL, and a Redis of their own."""

    redis_port: int = 0

    def start(self) -> None:
        if not self.redis_port:
            self._set_up()
        super().start()

    @property
    def command(self) -> list[str]:
        return [sys.executable, str(FOREGROUND), str(self.var / "supervisor.conf")]

    def _set_up(self) -> None:
        """Do what Compose does before it starts the other processes: run `prepare`."""
        self.redis_port = free_port()
        (self.var / "log").mkdir(parents=True)
        self._write_secrets()
        database = new_database(os.environ[SERVER], f"studio-{self.port}")
        self.extra |= self._native_environment(database)
        running = [programs.redis(self._redis()), *map(self._program, compose.OURS)]
        (self.var / "supervisor.conf").write_text(programs.configuration(running, self.var))
        self._prepare()

    def _prepare(self) -> None:
        command = compose.read()["services"]["prepare"]["command"]
        prepared = self.manage(*command[command.index("manage.py") + 1 :])
        if prepared.returncode:
            raise RuntimeError(f"`prepare` failed:\n{prepared.stdout}{prepared.stderr}")

    def _native_environment(self, database: str) -> dict[str, str]:
        """The environment of the compose file with local hosts and a local folder of secrets."""
        given = {"DATASET_ROOTS": str(self.dataset_root)}
        found = compose.environment(compose.read()["services"]["web"], given)
        server = urlsplit(database)
        hosts = {"postgres:5432/drumscape": f"{server.hostname}:{server.port}{server.path}"}
        hosts |= {"redis:6379": f"127.0.0.1:{self.redis_port}", SECRETS: f"{self.secrets}/"}
        return {name: _replaced(value, hosts) for name, value in found.items()}

    @property
    def secrets(self) -> Path:
        return self.var / "secrets"

    def _write_secrets(self) -> None:
        self.secrets.mkdir()
        (self.secrets / "secret_key").write_text("only-for-tests-" * 3 + "\n")
        (self.secrets / "database_password").write_text(f"{PASSWORD}\n")
        (self.secrets / "redis_password").write_text("0nly/for:te$ts\n")

    def _redis(self) -> list[str]:
        command: list[str] = compose.read()["services"]["redis"]["command"]
        places = {"redis-server": redis_program() or "redis-server", SECRETS: f"{self.secrets}/", "$$": "$"}
        places |= {"/tmp/": f"{self.var}/"}
        options = ["--bind", "127.0.0.1", "--port", str(self.redis_port), "--dir", str(self.var)]
        return [*(_replaced(part, places) for part in command), *options]

    def _program(self, name: str) -> programs.Program:
        service = compose.read()["services"][name]
        stop_s = int(service.get("stop_grace_period", "10s").removesuffix("s"))
        return programs.Program(name, self.native(service["command"]), order=2, stop_s=stop_s)

    def native(self, command: list[str]) -> list[str]:
        """The command of a container with the program of this Python and a local port."""
        first = str(Path(sys.executable).with_name(command[0]))
        ports = {f"0.0.0.0:{WEB_PORT}": f"127.0.0.1:{self.port}", f", {WEB_PORT},": f", {self.port},"}
        return [first, *(_replaced(part, ports) for part in command[1:])]


def redis_program() -> str | None:
    """The system's program, not one in the folder of this Python."""
    return shutil.which("redis-server", path=os.defpath)


def _replaced(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        text = text.replace(old, new)
    return text
