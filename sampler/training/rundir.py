"""The run directory: what a training writes and others read. No Keras here, so that the web may read
progress.

config.json    preset, hyper-parameters, dataset and seed, exactly as trained
progress.json  where the training is; rewritten at least once a second while it runs
history.json   one list per loss, an entry per epoch
checkpoint-N/  weights, optimiser and counters after epoch N; the newest whole one counts
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sampler.errors import BadRun

CONFIG, PROGRESS, HISTORY = "config.json", "progress.json", "history.json"


@dataclass
class Progress:
    """Where a training is. `state`: preparing, running, finished, cancelled or failed."""

    state: str = "preparing"
    epoch: int = 0
    epochs: int = 0
    step: int = 0
    steps: int = 0
    elapsed_s: float = 0.0
    eta_s: float | None = None
    loss: float | None = None
    val_loss: float | None = None
    skipped: int = 0
    """Steps of this sitting whose gradient was not finite: they changed nothing."""
    warning: str | None = None
    error: str | None = None


def write_json(path: Path, value: Any) -> None:
    """Replace `path` atomically: a reader sees the old or the new, never half."""
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(json.dumps(value, indent=1))
    os.replace(temporary, path)


def write_progress(run: Path, progress: Progress) -> None:
    """Publish where the training is."""
    write_json(run / PROGRESS, asdict(progress))


def read_progress(run: Path) -> dict[str, Any]:
    """The last published progress; the initial one before there is any."""
    return _read(run / PROGRESS) or asdict(Progress())


def read_history(run: Path) -> dict[str, list[float]]:
    """Losses per epoch by name; empty before the first epoch has ended."""
    return _read(run / HISTORY) or {}


def read_config(run: Path) -> dict[str, Any]:
    """What the run trains; BadRun when `run` is not a run directory."""
    config = _read(run / CONFIG)
    if config is None:
        raise BadRun(f"{run} is not a training run: it has no {CONFIG}.")
    return config


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise BadRun(f"{path} is damaged: {error}.") from error
    return found
