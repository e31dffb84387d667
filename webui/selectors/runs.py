"""Reading runs: the row says who holds a run and how it ended, its directory how far the training is."""

import math
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from sampler.errors import BadRun
from sampler.training.rundir import read_history, read_progress
from webui.errors import NotFound
from webui.models import Run
from webui.selectors.models import live_pks

LOG_BYTES = 100_000


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


def run_folder(run: Run) -> Path:
    """The run directory."""
    folder: Path = settings.RUNS_DIR / str(run.pk)
    return folder


def runs_describe(runs: Iterable[Run]) -> list[dict[str, Any]]:
    """What the API tells about runs."""
    live = live_pks()
    return [_describe(run, is_live=run.model_version_id in live) for run in runs]


def run_describe(run: Run) -> dict[str, Any]:
    """What the API tells about a run."""
    return runs_describe([run])[0]


def _describe(run: Run, *, is_live: bool) -> dict[str, Any]:
    progress, history = _progress(run)
    version = run.model_version
    return {
        "id": run.pk,
        "dataset": run.dataset_id,
        "dataset_name": run.dataset.label,
        "preset": run.preset,
        "name": run.name,
        "minutes": run.minutes,
        "state": run.state,
        **{
            key: _finite(progress.get(key))
            for key in ("epoch", "epochs", "step", "steps", "eta_s", "elapsed_s")
        },
        "warning": progress.get("warning"),
        "history": {key: [_finite(value) for value in values] for key, values in history.items()},
        "metrics": version.summary["metrics"] if version else {},
        "version": version.version if version else None,
        "is_live": is_live,
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


def _finite(value: Any) -> Any:
    """JSON has no numbers for a loss that went astray."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
