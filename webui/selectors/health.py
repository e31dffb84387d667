"""Read how the instrument is: queues, processes, errors, latency, disk. Cheap enough for every second."""

import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from webui.messaging import vitals
from webui.messaging.broker import redis

QUEUES = ("decode", "locate", "judge", "ingest", "train")
PERCENTILES = (50, 95, 99)
DISK_KEPT_S = 60.0

_disk: dict[str, tuple[float, int]] = {}

Latencies = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Duty:
    """What a process repeats in the background: when it was done last, and how old that was when it reported.

    `done_at` is in seconds since the epoch. Before the first time both count from when the duty began.
    """

    name: str
    done_at: float
    age_s: float

    @property
    def is_late(self) -> bool:
        return self.age_s > vitals.LATE_S


@dataclass(frozen=True)
class Process:
    """A living process, as it reported. `started` is in seconds since the epoch."""

    name: str
    host: str
    pid: int
    warm: list[str]
    started: float
    duties: list[Duty]


@dataclass(frozen=True)
class Health:
    """The whole instrument. `errors` are as `webui.messaging.vitals` notes them, newest first."""

    queues: dict[str, int]
    workers: list[Process]
    errors: list[dict[str, Any]]
    latency: Latencies
    disk: dict[str, int]


def health_get() -> Health:
    """Raises RedisError."""
    beats = vitals.beats()
    return Health(queue_lengths(), processes(beats), vitals.recent_errors(), latencies(beats), disk_use())


def processes(beats: list[dict[str, Any]]) -> list[Process]:
    """What processes reported, one of each beat."""
    return [
        Process(beat["name"], beat["host"], beat["pid"], beat["warm"], beat["started"], _duties(beat))
        for beat in beats
    ]


def _duties(beat: dict[str, Any]) -> list[Duty]:
    return [Duty(name, beat["duties"][name], age_s) for name, age_s in vitals.duty_ages_s(beat).items()]


def queue_lengths() -> dict[str, int]:
    """How many messages wait, by queue. Raises RedisError."""
    with redis().pipeline(transaction=False) as pipeline:
        for queue in QUEUES:
            pipeline.llen(queue)
        return dict(zip(QUEUES, pipeline.execute(), strict=True))


def latencies(beats: list[dict[str, Any]]) -> Latencies:
    """Percentiles in milliseconds over the latest sounds: `render` within decode workers, `answer` within the
    web, waiting included.
    """
    sides = {"render": ("decode",), "answer": ("web",)}
    return {
        side: _percentiles([ms for beat in beats if beat["name"] in names for ms in beat["times_ms"]])
        for side, names in sides.items()
    }


def _percentiles(times_ms: list[float]) -> dict[str, float]:
    """Percentiles by nearest rank; none where nothing was measured."""
    ordered = sorted(times_ms)
    ranks = {f"p{p}_ms": -(-p * len(ordered) // 100) - 1 for p in PERCENTILES} if ordered else {}
    return {"sounds": len(ordered), **{name: round(ordered[rank], 2) for name, rank in ranks.items()}}


def disk_use() -> dict[str, int]:
    """Bytes in the data and the models folder, counted at most once a minute, and bytes free for data."""
    return {
        "data_bytes": _folder_bytes(settings.DRUMSCAPE_VAR),
        "models_bytes": _folder_bytes(settings.MODELS_DIR),
        "free_bytes": shutil.disk_usage(settings.DRUMSCAPE_VAR).free,
    }


def _folder_bytes(folder: Path) -> int:
    counted_at, size = _disk.get(str(folder), (float("-inf"), 0))
    if time.monotonic() - counted_at > DISK_KEPT_S:
        size = _count(folder)
        _disk[str(folder)] = time.monotonic(), size
    return size


def _count(folder: Path) -> int:
    """Bytes in a folder. A file that is removed meanwhile counts as empty.

    Users name the folders, which may lie in each other without end: no function calls itself for them.
    """
    total, folders = 0, [os.fspath(folder)]
    while folders:
        with suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                with suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_size
    return total
