"""Prepare queued datasets in child processes. Ingest workers do this."""

import json
import logging
import shutil
import threading
from functools import partial
from pathlib import Path
from typing import Any

from sampler.dataset.report import FILE_NAME as REPORT
from sampler.dataset.report import ReportRow, read_report
from sampler.errors import BadDataset, DrumscapeError
from webui.models import Dataset
from webui.processes.children import ChildFailed, Stopped, run_child
from webui.selectors.dataset_files import UNPACKED, stayed_packed
from webui.selectors.datasets import (
    dataset_folder,
    dataset_originals_folder,
    dataset_prepared_folder,
    dataset_progress_file,
)
from webui.sentences import failure, recorded, refused_parameters
from webui.services.datasets import LEFT_OUT
from webui.services.leases import job_claim, job_close, job_give_back, job_is_overdue, job_renew

logger = logging.getLogger(__name__)

RefusedFile = dict[str, Any]
"""`{"file", "reason", "parameters"}`, as a dataset's row keeps it: `refused_sentence` gives the sentence."""

MOST_REFUSED = 1_000
"""A dataset's row keeps so many refused files; its report has all."""

MAX_PREPARATION_S = 4 * 3600.0

State = Dataset.State
_preparing = threading.Lock()
"""Held by the thread that prepares: the other threads of an ingest worker read producers' samples."""


def datasets_prepare() -> None:
    """Prepare datasets until none is queued. Returns at once while another thread of this process does so."""
    queued = Dataset.objects.filter(state=State.QUEUED)
    # asked again once the lock is free: a message may have met a busy lock just before
    while queued.exists() and _preparing.acquire(blocking=False):
        try:
            while (dataset := job_claim(queued=queued, state=State.PREPARING)) is not None:
                if not _prepare_claimed(dataset):
                    return
        finally:
            _preparing.release()


def _prepare_claimed(dataset: Dataset) -> bool:
    """Prepare one dataset and record the outcome; False when this worker has to stop."""
    refused: list[RefusedFile] = []
    archive = dataset_folder(dataset) / "archive.zip"
    dataset_progress_file(dataset).unlink(missing_ok=True)
    try:
        source = _unpack(dataset, archive, refused) if archive.exists() else _originals(dataset, refused)
        _prepare(dataset, source)
        _survey(dataset)
        kept, refused_here = _counted(read_report(dataset_prepared_folder(dataset) / REPORT))
        closed = job_close(job=dataset, state=State.READY, kept=kept, **_kept_of(refused_here + refused))
    except Stopped:
        if not job_is_overdue(job=dataset, limit_s=MAX_PREPARATION_S):
            job_give_back(job=dataset)
            return False
        closed = _failed(dataset, _too_long(), refused)
    except DrumscapeError as error:
        closed = _failed(dataset, error, refused)
    except Exception:
        logger.exception("Preparing %s failed", dataset)
        closed = _failed(dataset, failure(BadDataset, "preparation-broke"), refused)
    if closed:  # a worker that has lost its lease leaves the zip to the one that holds the dataset now
        archive.unlink(missing_ok=True)
    return True


def _too_long() -> DrumscapeError:
    return failure(BadDataset, "preparation-too-long", hours=round(MAX_PREPARATION_S / 3600))


def _failed(dataset: Dataset, error: DrumscapeError, refused: list[RefusedFile]) -> bool:
    """Record a failure and delete the unpacked files, unless another worker has the dataset by now.

    The recordings of a zip are kept for further versions; a failed dataset gets none.
    """
    closed = job_close(job=dataset, state=State.FAILED, **_kept_of(refused), **recorded(error))
    if closed:
        shutil.rmtree(dataset_folder(dataset) / "originals", ignore_errors=True)
    return closed


def _unpack(dataset: Dataset, archive: Path, refused: list[RefusedFile]) -> Path:
    """Unpack the uploaded zip, adding to `refused`; returns its folder."""
    target, output = dataset_originals_folder(dataset), dataset_folder(dataset) / UNPACKED
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    _run(dataset, "webui.processes.unpack", archive, target, dataset_progress_file(dataset), output=output)
    refused += _counted(stayed_packed(output))[1]
    if not json.loads(output.read_text())["unpacked"]:
        raise failure(BadDataset, "empty-archive")
    return target


def _originals(dataset: Dataset, refused: list[RefusedFile]) -> Path:
    """The folder of recordings. For a later version of a zip, add to `refused` what was not unpacked."""
    folder = dataset_originals_folder(dataset)
    if not folder.is_dir():
        raise failure(BadDataset, "recordings-gone")
    refused += _counted(stayed_packed(folder.parent / UNPACKED))[1] if dataset.origin else []
    return folder


def _prepare(dataset: Dataset, source: Path) -> None:
    frame = ["--attack", dataset.attack_s, "--length", dataset.length_s]
    left_out = dataset_folder(dataset) / LEFT_OUT
    without = ["--leave-out", left_out] if left_out.exists() else []
    progress = ["--progress", dataset_progress_file(dataset)]
    prepared = dataset_prepared_folder(dataset)
    _run(dataset, "sampler", "prepare", source, prepared, *frame, *without, *progress)


def _survey(dataset: Dataset) -> None:
    """Survey the dataset. A failure is only logged: trainings do not need the survey."""
    progress = ["--progress", dataset_progress_file(dataset)]
    try:
        _run(dataset, "sampler", "survey", dataset_prepared_folder(dataset), *progress)
    except BadDataset:
        logger.exception("Surveying %s failed", dataset)


def _run(dataset: Dataset, module: str, *arguments: object, output: Path | None = None) -> None:
    states = (State.PREPARING,)
    keep_going = partial(job_renew, job=dataset, states=states, limit_s=MAX_PREPARATION_S)
    try:
        run_child(module, arguments, folder=dataset_folder(dataset), output=output, keep_going=keep_going)
    except ChildFailed as error:
        explained = BadDataset(error.explanation) if error.explanation else None
        raise explained or failure(BadDataset, "preparation-ended") from error


def _counted(rows: list[ReportRow]) -> tuple[int, list[RefusedFile]]:
    """How many files were kept, and the refused ones."""
    refused = [_refused(row) for row in rows if not row.kept]
    return len(rows) - len(refused), refused


def _kept_of(refused: list[RefusedFile]) -> dict[str, Any]:
    """What the row keeps of refused files: strangers' archives may name many, and each at length."""
    return {"refused": refused[:MOST_REFUSED], "refused_total": len(refused)}


def _refused(row: ReportRow) -> RefusedFile:
    parameters = refused_parameters(row.reason, row.message, row.parameters)
    return {"file": row.file, "reason": row.reason, "parameters": parameters}
