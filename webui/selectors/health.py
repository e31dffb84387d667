"""How the instrument is: queues, workers, errors, latency, disk. Cheap enough to be asked all the time."""

import os
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from webui.messaging import vitals
from webui.messaging.broker import redis

QUEUES = ("decode", "locate", "ingest", "train")
PERCENTILES = (50, 95, 99)
DISK_KEPT_S = 60.0

_disk: dict[str, tuple[float, int]] = {}


def health_describe() -> dict[str, Any]:
    """What the API tells. Raises RedisError."""
    beats = vitals.beats()
    return {
        "queues": queue_lengths(),
        "workers": [_worker(beat) for beat in beats],
        "errors": [{**error, "at": _moment(error["at"])} for error in vitals.recent_errors()],
        "latency": latencies(beats),
        "disk": disk_use(),
    }


def queue_lengths() -> dict[str, int]:
    """Messages that wait, by queue. Raises RedisError."""
    with redis().pipeline(transaction=False) as pipeline:
        for queue in QUEUES:
            pipeline.llen(queue)
        return dict(zip(QUEUES, pipeline.execute(), strict=True))


def latencies(beats: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Milliseconds for the latest sounds: `render` as decode workers see it, `answer` as the web does."""
    sides = {"render": ("decode",), "answer": ("web",)}
    return {
        side: _percentiles([ms for beat in beats if beat["name"] in names for ms in beat["times_ms"]])
        for side, names in sides.items()
    }


def _percentiles(times_ms: list[float]) -> dict[str, float]:
    """Nearest rank; no numbers where nothing was measured."""
    ordered = sorted(times_ms)
    ranks = {f"p{p}_ms": -(-p * len(ordered) // 100) - 1 for p in PERCENTILES} if ordered else {}
    return {"sounds": len(ordered), **{name: round(ordered[rank], 2) for name, rank in ranks.items()}}


def disk_use() -> dict[str, int]:
    """Bytes in the data and the models folder, counted at most once a minute, and bytes left for data."""
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


def _count(folder: Path | str) -> int:
    """What is removed meanwhile counts nothing."""
    try:
        with os.scandir(folder) as entries:
            return sum(_entry_bytes(entry) for entry in entries)
    except OSError:
        return 0


def _entry_bytes(entry: "os.DirEntry[str]") -> int:
    try:
        if entry.is_dir(follow_symlinks=False):
            return _count(entry.path)
        return entry.stat(follow_symlinks=False).st_size
    except OSError:
        return 0


def _worker(beat: dict[str, Any]) -> dict[str, Any]:
    shown = {name: beat[name] for name in ("name", "host", "pid", "warm")}
    return {**shown, "since": _moment(beat["started"])}


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
