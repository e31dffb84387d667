"""Reading runs: the row says who holds a run and how it ended, its directory how far the training is."""

import math
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from sampler.errors import BadRun
from sampler.families import presets
from sampler.rundir import read_history, read_marks, read_progress
from sampler.training.previews import PLACES, preview_sound, read_previews
from webui.errors import NotFound
from webui.models import Run
from webui.selectors.models import live_pks

State = Run.State
LOG_BYTES = 100_000
LISTED_EPOCHS = 400
"""A list of runs tells at most so many epochs of each, spread over all."""


def run_get(pk: int) -> Run:
    """Raises NotFound."""
    run = _rows().filter(pk=pk).first()
    if run is None:
        raise NotFound(f"There is no run {pk}: see /api/runs/.")
    return run


def runs_all() -> list[Run]:
    """Newest first."""
    return list(_rows())


def _rows() -> QuerySet[Run]:
    return Run.objects.select_related("dataset", "model_version", "requested_by")


def run_log(run: Run) -> str:
    """The end of what the run's processes printed; empty before they have."""
    try:
        with (run_folder(run) / "log.txt").open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - LOG_BYTES))
            return file.read().decode(errors="replace")
    except FileNotFoundError:
        return ""


def runs_waiting() -> int:
    """How many trainings have not ended: a new one comes after them."""
    return _unfinished().count()


def run_previews(run: Run) -> list[dict[str, Any]]:
    """What its map sounded like on the way, oldest first."""
    return [
        {
            "step": preview.step,
            "epoch": preview.epoch,
            "elapsed_s": preview.elapsed_s,
            "sounds": [
                {"place": name, "x": x, "y": y, "url": _preview_url(run, preview.step, place)}
                for place, (name, (x, y)) in enumerate(PLACES.items())
            ],
        }
        for preview in read_previews(run_folder(run))
    ]


def _preview_url(run: Run, step: int, place: int) -> str:
    return f"/api/runs/{run.pk}/previews/{step}/{place}.wav"


def run_preview_sound(run: Run, step: int, place: int) -> bytes:
    """The WAV of one preview. Raises NotFound."""
    try:
        return preview_sound(run_folder(run), step, place).read_bytes()
    except OSError:
        raise NotFound(
            f"Run {run.pk} does not keep that preview: see /api/runs/{run.pk}/previews/."
        ) from None


def run_folder(run: Run) -> Path:
    """The run directory."""
    folder: Path = settings.RUNS_DIR / str(run.pk)
    return folder


def runs_describe(runs: Iterable[Run]) -> list[dict[str, Any]]:
    """What the API tells about runs in a list."""
    live, queue = live_pks(), _queue()
    return [_describe(run, live, queue, epochs=LISTED_EPOCHS) for run in runs]


def run_describe(run: Run) -> dict[str, Any]:
    """What the API tells about a run."""
    return _describe(run, live_pks(), _queue(), epochs=None)


def _unfinished() -> QuerySet[Run]:
    return Run.objects.filter(state__in=(State.QUEUED, State.RUNNING, State.STOPPING))


def _queue() -> list[int]:
    """Runs that have not ended: those in a worker's hands, then those that wait, in their order."""
    rows = _unfinished().order_by("queued_at", "pk").values_list("pk", "state")
    return [pk for pk, _ in sorted(rows, key=lambda row: row[1] == State.QUEUED)]


def _describe(run: Run, live: set[int], queue: list[int], *, epochs: int | None) -> dict[str, Any]:
    progress, history = _progress(run)
    version, known = run.model_version, presets().get(run.preset)
    return {
        "id": run.pk,
        "dataset": run.dataset_id,
        "dataset_name": run.dataset.label,
        "preset": run.preset,
        "preset_title": known.title if known else run.preset,
        "name": run.name,
        "minutes": run.minutes,
        "state": run.state,
        "ahead": queue.index(run.pk) if run.state == State.QUEUED and run.pk in queue else None,
        **{
            key: _finite(progress.get(key))
            for key in ("epoch", "epochs", "step", "steps", "eta_s", "elapsed_s")
        },
        "warning": progress.get("warning"),
        "history": {
            key: [_finite(value) for value in _spread(values, epochs)] for key, values in history.items()
        },
        "marks": _marks(run),
        "metrics": version.summary["metrics"] if version else {},
        "version": version.version if version else None,
        "is_live": run.model_version_id in live,
        "error": run.error or None,
        "requested_by": run.requested_by.get_username() if run.requested_by else None,
        "created": run.created_at.isoformat(),
    }


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


def _finite(value: Any) -> Any:
    """JSON has no numbers for a loss that went astray."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
