"""The run directory: files that a training writes and other processes read. It imports no Keras.

config.json    preset, hyper-parameters, dataset and seed, exactly as trained
progress.json  the progress; rewritten twice a second
history.jsonl  losses, a line per epoch
marks.json     events by epoch: resumed, went back, slowed
best/          the best state so far, of presets that stop early
previews/      sounds at nine positions of the map while it trained, see `sampler.training.previews`
checkpoint-N/  weights, optimiser and counters after N steps; the newest whole one counts
"""

import fcntl
import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sampler.audio.write import write_atomically
from sampler.errors import BadRun

CONFIG, PROGRESS, HISTORY, MARKS = "config.json", "progress.json", "history.jsonl", "marks.json"
LOCK = "training.lock"
RESUMED, WENT_BACK, SLOWED = "resumed", "went back", "slowed"
"""Kinds of marks."""


@dataclass
class Progress:
    """The progress of a training. `state`: preparing, running, finished, cancelled or failed."""

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
    """Steps of this sitting that were skipped because their gradient was not finite."""
    warning: str | None = None
    error: str | None = None


def write_json(path: Path, value: Any) -> None:
    """Write JSON to `path` atomically: a reader sees the old file or the new one, never a part."""
    write_atomically(path, json.dumps(value, indent=1).encode())


def write_progress(run: Path, progress: Progress) -> None:
    """Write the progress of a run."""
    write_json(run / PROGRESS, asdict(progress))


def read_progress(run: Path) -> dict[str, Any]:
    """The last progress that was written, else the initial one. Raises BadRun for a damaged file."""
    return _read(run / PROGRESS) or asdict(Progress())


def append_history(run: Path, losses: Mapping[str, float]) -> None:
    """Append the losses of an epoch to the history."""
    with (run / HISTORY).open("a") as file:
        file.write(json.dumps(dict(losses)) + "\n")


def read_history(run: Path) -> dict[str, list[float]]:
    """Losses per epoch by name, all of one length; empty before the first epoch has ended.

    Names that the first epoch does not have are left out. Raises BadRun for a damaged file.
    """
    lines = _history_lines(run)
    try:
        epochs = [json.loads(line) for line in lines]
    except ValueError as error:
        raise BadRun(f"{run / HISTORY} is damaged: {error}.") from error
    return {name: [losses.get(name, math.nan) for losses in epochs] for name in epochs[0]} if epochs else {}


def cut_history(run: Path, epochs: int) -> None:
    """Remove the losses after the first `epochs` epochs, from which a training goes on."""
    write_atomically(run / HISTORY, "".join(_history_lines(run)[:epochs]).encode())


def _history_lines(run: Path) -> list[str]:
    """The complete lines: the last one is incomplete while it is written, or after a power cut."""
    try:
        lines = (run / HISTORY).read_text().splitlines(keepends=True)
    except FileNotFoundError:
        return []
    return [line for line in lines if line.endswith("\n")]


def note_mark(run: Path, epoch: int, kind: str) -> None:
    """Note an event of a kind after `epoch` epochs."""
    write_json(run / MARKS, [*read_marks(run), {"epoch": epoch, "kind": kind}])


def read_marks(run: Path) -> list[dict[str, Any]]:
    """The events of a run, oldest first: `{"epoch", "kind"}` each."""
    return _read(run / MARKS) or []


@contextmanager
def sole_training(run: Path) -> Iterator[None]:
    """Hold the run's lock. Raises BadRun where another process holds it.

    The kernel releases the lock with its process, however that ends.
    """
    run.mkdir(parents=True, exist_ok=True)
    with (run / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"Another process trains in {run}: wait until it ends, or choose another directory."
            raise BadRun(message) from None
        yield


def read_config(run: Path) -> dict[str, Any]:
    """The configuration of a run. Raises BadRun when `run` is not a run directory."""
    config: dict[str, Any] | None = _read(run / CONFIG)
    if config is None:
        raise BadRun(f"{run} is not a training run: it has no {CONFIG}.")
    return config


def _read(path: Path) -> Any:
    """The content of a JSON file; None where there is none. Raises BadRun for a damaged file."""
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise BadRun(f"{path} is damaged: {error}.") from error
