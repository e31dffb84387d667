"""The run directory: what a training writes and others read. No Keras here, so that the web may read
progress.

config.json    preset, hyper-parameters, dataset and seed, exactly as trained
progress.json  where the training is; rewritten after each epoch that takes half a second, and twice a second
history.jsonl  losses, a line per epoch
marks.json     what happened besides: taken up again, went back, learned more slowly
best/          the best state so far, of presets that stop early
previews/      what the map sounded like on the way, see `previews`
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
    write_atomically(path, json.dumps(value, indent=1).encode())


def write_progress(run: Path, progress: Progress) -> None:
    """Publish where the training is."""
    write_json(run / PROGRESS, asdict(progress))


def read_progress(run: Path) -> dict[str, Any]:
    """The last published progress; the initial one before there is any."""
    return _read(run / PROGRESS) or asdict(Progress())


def append_history(run: Path, losses: Mapping[str, float]) -> None:
    """Note the losses of one more epoch."""
    with (run / HISTORY).open("a") as file:
        file.write(json.dumps(dict(losses)) + "\n")


def read_history(run: Path) -> dict[str, list[float]]:
    """Losses per epoch by name; empty before the first epoch has ended. What the first epoch does not name is
    left out, so that all are of one length.
    """
    lines = _history_lines(run)
    try:
        epochs = [json.loads(line) for line in lines]
    except ValueError as error:
        raise BadRun(f"{run / HISTORY} is damaged: {error}.") from error
    return {name: [losses.get(name, math.nan) for losses in epochs] for name in epochs[0]} if epochs else {}


def cut_history(run: Path, epochs: int) -> None:
    """Forget what was noted after so many epochs, where a training goes on from there."""
    write_atomically(run / HISTORY, "".join(_history_lines(run)[:epochs]).encode())


def _history_lines(run: Path) -> list[str]:
    """Whole lines alone: the last is half there while it is written, or after a power cut."""
    try:
        lines = (run / HISTORY).read_text().splitlines(keepends=True)
    except FileNotFoundError:
        return []
    return [line for line in lines if line.endswith("\n")]


def note_mark(run: Path, epoch: int, kind: str) -> None:
    """Note that something happened after `epoch` epochs."""
    write_json(run / MARKS, [*read_marks(run), {"epoch": epoch, "kind": kind}])


def read_marks(run: Path) -> list[dict[str, Any]]:
    """What happened, oldest first: `{"epoch", "kind"}` each."""
    return _read(run / MARKS) or []


@contextmanager
def sole_training(run: Path) -> Iterator[None]:
    """Let nobody else train in `run` meanwhile; BadRun where somebody does.

    The lock is the kernel's, so that it goes with its process, however that ends.
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
    """What the run trains; BadRun when `run` is not a run directory."""
    config: dict[str, Any] | None = _read(run / CONFIG)
    if config is None:
        raise BadRun(f"{run} is not a training run: it has no {CONFIG}.")
    return config


def _read(path: Path) -> Any:
    """What the file holds; None where there is none."""
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise BadRun(f"{path} is damaged: {error}.") from error
