"""`manage.py serve`: run all processes of the instrument in the foreground of one terminal."""

import fcntl
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from sampler.model.runtime import uses_keras
from webui.config.bundles import bundle
from webui.config.environment import worker_environment
from webui.management.commands.prepare import prepare
from webui.processes.supervision import broker, programs

LOCAL_NAMES = {"localhost", "127.0.0.1", "[::1]"}
SUPERVISION = Path(programs.__file__).parent


class Command(BaseCommand):
    help = "Start web, workers and, unless REDIS_URL is set, a private Redis. Ctrl-C stops all of them."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--decode-processes",
            type=int,
            default=0,
            help="number of decode workers (default: one for every two cores; one in all with a GPU)",
        )

    def handle(self, *args: Any, decode_processes: int, **options: Any) -> None:
        folder: Path = settings.DRUMSCAPE_VAR
        addresses = listening_addresses(settings.ALLOWED_HOSTS)
        try:
            (folder / "log").mkdir(parents=True, exist_ok=True)
            hold_lock(folder)
            refuse_taken_port(addresses, settings.PORT)
            bundle()
            first_password = prepare()
            running, environment = instrument(folder, addresses, decode_processes)
            file = folder / "supervisor.conf"
            file.write_text(programs.configuration(running, folder))
        except DatabaseError as error:
            raise CommandError(f"The database does not answer, look at DATABASE_URL: {error}") from None
        except OSError as error:
            raise CommandError(f"{error}: let this user write to {folder}, or set DRUMSCAPE_VAR.") from None
        announce(folder, password=first_password is not None)
        command = [sys.executable, str(SUPERVISION / "foreground.py"), str(file)]
        os.execve(command[0], command, environment)


def instrument(
    folder: Path, addresses: list[str], decode_processes: int
) -> tuple[list[programs.Program], dict[str, str]]:
    """All programs and their environment. Includes a private Redis unless REDIS_URL is set."""
    shared = {"DRUMSCAPE_VAR": str(folder), "MODELS_DIR": str(settings.MODELS_DIR)}
    running, own_socket = [], None
    if not os.environ.get("REDIS_URL"):
        own_socket = broker.socket_path(folder)
        running.append(programs.redis(broker.server_command(own_socket, folder)))
        shared["REDIS_URL"] = f"unix://{own_socket}"
    gathers = uses_keras(settings.DECODE_RUNTIME)
    usual = 1 if gathers else max(1, (os.cpu_count() or 2) // 2)
    running += programs.workers(own_socket, max(0, decode_processes) or usual, gathers=gathers)
    running.append(programs.web(addresses, settings.PORT, own_socket))
    return running, dict(worker_environment(**shared))


def hold_lock(folder: Path) -> None:
    """Lock the data folder until the supervisor, which this process becomes, has ended.

    Raises CommandError when another installation holds the lock.
    """
    descriptor = os.open(folder / "serve.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CommandError(
            f"Drumscape already runs with {folder}: stop it first, or set DRUMSCAPE_VAR to another folder."
        ) from None
    os.set_inheritable(descriptor, True)


def listening_addresses(allowed_hosts: list[str]) -> list[str]:
    """The addresses to listen on: the loopback, or all if ALLOWED_HOSTS names other hosts."""
    local = set(allowed_hosts) <= LOCAL_NAMES
    addresses = {"127.0.0.1": "[::1]", "0.0.0.0": "[::]"}
    first = "127.0.0.1" if local else "0.0.0.0"
    return [first, addresses[first]] if _has_ipv6() else [first]


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def refuse_taken_port(addresses: list[str], port: int) -> None:
    """Raise CommandError for a port that is in use or not permitted."""
    for address in addresses:
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address.strip("[]"), port))
            except PermissionError:
                raise CommandError(f"Port {port} needs more rights: set PORT to one above 1023.") from None
            except OSError:
                raise CommandError(f"Port {port} is in use: set PORT to another one.") from None


def announce(folder: Path, *, password: bool) -> None:
    """Start a process that prints the addresses when the instrument is ready."""
    named = [name.lstrip(".") for name in settings.ALLOWED_HOSTS]
    host = "localhost" if {"localhost", "*"} & set(named) else named[0]
    command = [sys.executable, str(SUPERVISION / "child.py"), sys.executable, str(SUPERVISION / "welcome.py")]
    arguments = [host, str(settings.PORT), str(folder / "log")]
    secret = [str(folder / "admin-password")] if password else []
    subprocess.Popen([*command, *arguments, *secret], stdin=subprocess.DEVNULL)
