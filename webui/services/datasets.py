"""Datasets: an admin's folder or zip becomes a prepared folder that trainings read."""

import csv
import json
import logging
import shutil
import threading
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from sampler.audio.report import FILE_NAME as REPORT
from sampler.errors import BadDataset, BadValue, DrumscapeError
from webui import jobs
from webui.children import ChildFailed, Stopped, run_child
from webui.models import AuditEntry, Dataset
from webui.selectors.datasets import dataset_folder, dataset_prepared_folder
from webui.services.audit import audit_record
from webui.services.leases import job_claim, job_close, job_give_back, job_renew

logger = logging.getLogger(__name__)

State = Dataset.State
_preparing = threading.Lock()
"""One dataset at a time in a process: the other threads of an ingest worker are for producers' uploads."""


@transaction.atomic
def dataset_add_folder(*, requested_by: int, name: str, folder: str) -> Dataset:
    """Queue a folder inside one of DATASET_ROOTS; raises BadValue for any other."""
    path = Path(folder)
    if not path.is_absolute():
        raise BadValue("folder must be an absolute path.")
    path = path.resolve()
    if not any(path.is_relative_to(root) for root in settings.DATASET_ROOTS):
        raise BadValue("folder lies outside the folders that this instrument may read: see DATASET_ROOTS.")
    if not path.is_dir():
        raise BadValue("folder does not exist: check its path.")
    dataset = Dataset.objects.create(requested_by_id=requested_by, name=name, source=str(path))
    _record_creation(dataset, folder=str(path))
    jobs.prepare_dataset(dataset.pk)
    return dataset


@transaction.atomic
def dataset_add_archive(*, requested_by: int, name: str, archive: Path) -> Dataset:
    """Queue an uploaded zip, which is moved to the dataset's folder."""
    dataset = Dataset.objects.create(requested_by_id=requested_by, name=name)
    _record_creation(dataset)
    folder = dataset_folder(dataset)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.move(archive, folder / "archive.zip")
    jobs.prepare_dataset(dataset.pk)
    return dataset


def _record_creation(dataset: Dataset, **detail: str) -> None:
    action, subject = AuditEntry.Action.DATASET_CREATE, f"dataset {dataset.pk}"
    audit_record(by=dataset.requested_by_id, action=action, subject=subject, name=dataset.name, **detail)


def datasets_prepare() -> None:
    """Prepare queued datasets until there are none. Returns at once when another thread is doing so."""
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
    folder = dataset_folder(dataset)
    refused: list[dict[str, str]] = []
    try:
        source = Path(dataset.source) if dataset.source else _unpack(dataset, refused)
        _run(dataset, "sampler", "prepare", source, dataset_prepared_folder(dataset))
        kept, refused_here = _read_report(dataset)
        job_close(job=dataset, state=State.READY, kept=kept, refused=refused + refused_here)
    except Stopped:
        job_give_back(job=dataset)
        return False
    except DrumscapeError as error:
        job_close(job=dataset, state=State.FAILED, error=error.message, refused=refused)
    except Exception:
        logger.exception("Preparing %s failed", dataset)
        job_close(
            job=dataset, state=State.FAILED, error="Something went wrong on our side: add the dataset again."
        )
    finally:
        shutil.rmtree(folder / "unpacked", ignore_errors=True)
    (folder / "archive.zip").unlink(missing_ok=True)
    return True


def _unpack(dataset: Dataset, refused: list[dict[str, str]]) -> Path:
    """Unpack the uploaded zip, adding to `refused`; returns where."""
    folder = dataset_folder(dataset)
    target, output = folder / "unpacked", folder / "unpacked.json"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    _run(dataset, "webui.unpack", folder / "archive.zip", target, output=output)
    result = json.loads(output.read_text())
    refused += result["refused"]
    if not result["unpacked"]:
        raise BadDataset(
            "The archive holds no sound file: pack a folder of WAV, AIFF, FLAC, Ogg or MP3 files."
        )
    return target


def _run(dataset: Dataset, module: str, *arguments: object, output: Path | None = None) -> None:
    keep_going = partial(job_renew, job=dataset, states=(State.PREPARING,))
    try:
        run_child(module, arguments, folder=dataset_folder(dataset), output=output, keep_going=keep_going)
    except ChildFailed as error:
        raise BadDataset(
            error.explanation
            or "The preparation ended unexpectedly: add the dataset again, in smaller parts."
        ) from error


def _read_report(dataset: Dataset) -> tuple[int, list[dict[str, Any]]]:
    with (dataset_prepared_folder(dataset) / REPORT).open(newline="") as file:
        rows = list(csv.DictReader(file))
    refused = [row for row in rows if row["status"] != "kept"]
    return len(rows) - len(refused), [
        {key: row[key] for key in ("file", "reason", "message")} for row in refused
    ]
