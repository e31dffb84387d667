"""The programs of one installation, and their supervisor's configuration."""

import os
import shlex
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CHILD = Path(__file__).with_name("child.py")

REDIS = "redis"

WEB_THREADS = 24
"""How many requests are handled at a time. They mostly wait for workers, so threads cost little.

Large bodies hold at most `webui.processes.http.worker.UPLOADS` of them."""

GATHERED = 16
"""How many sounds a decode worker with a GPU renders at a time; `docker-compose.gpu.yml` has it too."""

DECODING = ("decode", "locate", "judge")
"""Queues whose workers need no database."""

WORKER_OPTIONS = ("--without-heartbeat", "--without-gossip", "--without-mingle", "--loglevel", "WARNING")


@dataclass(frozen=True)
class Program:
    """One supervised program. Lower `order` starts earlier and stops later."""

    name: str
    command: Sequence[str]
    order: int
    processes: int = 1
    stop_s: int = 10

    def section(self, logs: Path) -> str:
        name = f"{self.name}-%(process_num)d" if self.processes > 1 else self.name
        values = {
            "command": _literal(shlex.join([sys.executable, str(CHILD), *self.command])),
            "directory": _literal(ROOT),
            "process_name": name,
            "numprocs": self.processes,
            "priority": self.order,
            "autorestart": "true",
            "startsecs": 1,
            "startretries": 1_000,
            "stopwaitsecs": self.stop_s,
            "stopsignal": "TERM",
            "killasgroup": "true",
            "redirect_stderr": "true",
            "stdout_logfile": f"{_literal(logs)}/{name}.log",
            "stdout_logfile_maxbytes": "2MB",
            "stdout_logfile_backups": 1,
        }
        return _section(f"program:{self.name}", values)


def redis(command: Sequence[str]) -> Program:
    return Program(REDIS, command, order=1)


def web(addresses: Iterable[str], port: int, broker_socket: Path | None) -> Program:
    options = {
        "--worker-class": "webui.processes.http.worker.PatientWorker",
        "--workers": "1",
        "--threads": str(WEB_THREADS),
        "--keep-alive": "75",
        "--graceful-timeout": "6",
        "--log-level": "warning",
    }
    binds = [part for address in addresses for part in ("--bind", f"{address}:{port}")]
    flat = [part for option in options.items() for part in option]
    server = _python("gunicorn", "webui.config.wsgi", "--no-control-socket", *flat, *binds)
    return Program("web", [*_after(broker_socket), *server], order=3)


def workers(broker_socket: Path | None, decode_processes: int, *, gathers: bool) -> list[Program]:
    """All workers. Decode, locate and judge workers have one thread; with `gathers` a decode worker has
    `GATHERED` threads, whose calls `sampler.model.gather` joins. Ingest and train workers wait for child
    processes.
    """
    ready = _after(broker_socket)
    pool = ("--pool", "threads", "--concurrency", str(GATHERED)) if gathers else ("--pool", "solo")
    decode = [*ready, *_worker("decode", *pool)]
    locate = [*ready, *_worker("locate", "--pool", "solo")]
    judge = [*ready, *_worker("judge", "--pool", "solo")]
    ingest = [*ready, *_worker("ingest", "--pool", "threads", "--concurrency", "4")]
    train = [*ready, *_worker("train", "--pool", "threads", "--concurrency", "1")]
    return [
        Program("decode", decode, order=2, processes=decode_processes),
        Program("locate", locate, order=2),
        Program("judge", judge, order=2),
        Program("ingest", ingest, order=2),
        Program("train", train, order=2, stop_s=30),
    ]


def configuration(programs: Iterable[Program], folder: Path) -> str:
    """supervisord's configuration. It has no control socket: supervisord is controlled by signals alone."""
    logs = folder / "log"
    head: dict[str, object] = {
        "nodaemon": "true",
        "loglevel": "warn",
        "logfile": _literal(logs / "supervisor.log"),
        "logfile_maxbytes": "2MB",
        "logfile_backups": 1,
        "pidfile": _literal(folder / "supervisor.pid"),
        "childlogdir": _literal(logs),
    }
    if os.getuid() == 0:
        head["user"] = "root"
    programs = list(programs)
    sections = [_section("supervisord", head), *(program.section(logs) for program in programs)]
    return "\n\n".join([*sections, _stopped_together(programs)]) + "\n"


def _stopped_together(programs: Iterable[Program]) -> str:
    """A group of all programs but Redis: supervisord stops all of a group at once, and Redis after them."""
    names = [program.name for program in programs if program.name != REDIS]
    return _section("group:instrument", {"programs": ",".join(names), "priority": 2})


def _section(title: str, values: dict[str, object]) -> str:
    return "\n".join([f"[{title}]", *(f"{key} = {value}" for key, value in values.items())])


def _literal(value: object) -> str:
    """Text in which supervisor expands nothing."""
    return str(value).replace("%", "%%")


def _after(socket: Path | None) -> list[str]:
    return ["--wait-for", str(socket)] if socket else []


def _python(*arguments: str) -> list[str]:
    return [sys.executable, "-m", *arguments]


def _worker(queue: str, *options: str) -> list[str]:
    app = "webui.config.decoding" if queue in DECODING else "webui.config"
    name = ("--hostname", f"{queue}@%h")
    worker = _python("celery", "--quiet", "--skip-checks", "--app", app, "worker", "--queues", queue)
    return [*worker, *name, *options, *WORKER_OPTIONS]
