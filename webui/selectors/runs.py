"""Read runs: the row holds who has a run and how it ended, its directory how far the training is."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from sampler.errors import BadRun
from sampler.rundir import read_history, read_marks, read_progress
from sampler.training.previews import Preview, preview_sound, read_previews
from webui.errors import NotFound
from webui.models import Run
from webui.selectors.models import live_pks

State = Run.State
LOG_BYTES = 100_000
LISTED_EPOCHS = 400
"""In a list of runs the history of each has at most so many epochs, spread over all."""


def run_get(pk: int) -> Run:
    """The run with this primary key. Raises NotFound."""
    run = _rows().filter(pk=pk).first()
    if run is None:
        raise NotFound(f"There is no run {pk}: see /api/runs/.")
    return run


def runs_all() -> list[Run]:
    """All runs, newest first."""
    return list(_rows())


def _rows() -> QuerySet[Run]:
    return Run.objects.select_related("dataset", "model_version", "requested_by")


def run_log(run: Run) -> str:
    """The last `LOG_BYTES` of what the run's processes printed; empty before they have printed anything."""
    try:
        with (run_folder(run) / "log.txt").open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - LOG_BYTES))
            return file.read().decode(errors="replace")
    except FileNotFoundError:
        return ""


def runs_waiting() -> int:
    """How many runs have not ended: a new one comes after them."""
    return _unfinished().count()


def run_previews(run: Run) -> list[Preview]:
    """The previews that a run keeps, oldest first; each has a sound for every one of `POSITIONS`."""
    return read_previews(run_folder(run))


def run_preview_sound(run: Run, step: int, position: int) -> bytes:
    """The WAV of one preview. Raises NotFound."""
    try:
        return preview_sound(run_folder(run), step, position).read_bytes()
    except OSError:
        raise NotFound(
            f"Run {run.pk} does not keep that preview: see /api/runs/{run.pk}/previews/."
        ) from None


def run_folder(run: Run) -> Path:
    """The run directory."""
    folder: Path = settings.RUNS_DIR / str(run.pk)
    return folder


@dataclass(frozen=True)
class RunReport:
    """A run as its row, its directory and the queue have it.

    `ahead` is how many runs come before a queued one. `progress`, `history` and `marks` are as
    `sampler.rundir` reads them, empty before the training has begun.
    """

    run: Run
    ahead: int | None
    progress: dict[str, Any]
    history: dict[str, list[float]]
    marks: list[dict[str, Any]]
    is_live: bool


def runs_report(runs: Iterable[Run]) -> list[RunReport]:
    """Reports for a list, each with about `LISTED_EPOCHS` epochs of the history."""
    live, queue = live_pks(), _queue()
    return [_report(run, live, queue, epochs=LISTED_EPOCHS) for run in runs]


def run_report(run: Run) -> RunReport:
    """The report of one run, with its whole history."""
    return _report(run, live_pks(), _queue(), epochs=None)


def _report(run: Run, live: set[int], queue: list[int], *, epochs: int | None) -> RunReport:
    progress, history = _progress(run)
    return RunReport(
        run=run,
        ahead=queue.index(run.pk) if run.state == State.QUEUED and run.pk in queue else None,
        progress=progress,
        history={key: _spread(values, epochs) for key, values in history.items()},
        marks=_marks(run),
        is_live=run.model_version_id in live,
    )


def _unfinished() -> QuerySet[Run]:
    return Run.objects.filter(state__in=(State.QUEUED, State.RUNNING, State.STOPPING))


def _queue() -> list[int]:
    """Primary keys of the runs that have not ended: first those that workers hold, then those that wait."""
    rows = _unfinished().order_by("queued_at", "pk").values_list("pk", "state")
    return [pk for pk, _ in sorted(rows, key=lambda row: row[1] == State.QUEUED)]


def _progress(run: Run) -> tuple[dict[str, Any], dict[str, list[float]]]:
    folder = run_folder(run)
    try:
        return read_progress(folder), read_history(folder)
    except BadRun:
        return {}, {}


def _marks(run: Run) -> list[dict[str, Any]]:
    try:
        return read_marks(run_folder(run))
    except BadRun:
        return []


def _spread(values: list[float], most: int | None) -> list[float]:
    """About `most` of `values`, the last among them; all, where that is None."""
    stride = -(-len(values) // most) if most and values else 1
    return values[::-1][::stride][::-1]
