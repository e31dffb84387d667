"""Add datasets: an admin's folder or zip, or another version of either. No dataset is changed in place."""

import json
import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from sampler.dataset.folder import Framing
from sampler.dataset.report import ReportRow
from sampler.errors import BadValue
from webui.errors import Conflict
from webui.messaging import jobs, replies
from webui.models import AuditEntry, Dataset
from webui.selectors.dataset_files import dataset_row, dataset_rows
from webui.selectors.datasets import dataset_folder, dataset_originals_folder
from webui.services.audit import audit_record

LEFT_OUT = "left_out.json"
"""In a dataset's folder: the paths of files that its admin does not want in it."""

ATTEMPTS = 5


@transaction.atomic
def dataset_add_folder(*, requested_by: int, name: str, folder: str) -> Dataset:
    """Queue a folder inside one of DATASET_ROOTS; raises BadValue for any other."""
    path = Path(folder)
    if not path.is_absolute():
        raise BadValue("folder must be an absolute path.")
    path = path.resolve()
    _require_within_roots(path)
    if not os.path.isdir(path):  # unlike Path.is_dir it raises nothing
        raise BadValue("folder does not exist, or may not be read: check its path.")
    dataset = _create(requested_by_id=requested_by, name=name, source=str(path))
    _record_creation(dataset, folder=str(path))
    jobs.prepare_dataset(dataset.pk)
    return dataset


@transaction.atomic
def dataset_add_archive(*, requested_by: int, name: str, archive: Path) -> Dataset:
    """Queue an uploaded zip, which is moved to the dataset's folder."""
    dataset = _create(requested_by_id=requested_by, name=name)
    _record_creation(dataset)
    shutil.move(archive, _fresh_folder(dataset) / "archive.zip")
    jobs.prepare_dataset(dataset.pk)
    return dataset


@transaction.atomic
def dataset_add_version(
    *,
    requested_by: int,
    dataset: Dataset,
    attack_s: float | None = None,
    length_s: float | None = None,
    leave_out: Collection[int] = (),
) -> Dataset:
    """Queue another version from the same originals: framed differently, or without some of its files.

    What `dataset` left out stays out. Raises Conflict while it is not ready or where its originals are gone,
    BadValue for a frame out of range, for a number that no file has, and when no sound would be left.
    """
    framing = Framing(
        dataset.attack_s if attack_s is None else attack_s, dataset.length_s if length_s is None else length_s
    )
    rows = dataset_rows(dataset)
    if dataset.source:
        _require_within_roots(Path(dataset.source))
    if not dataset_originals_folder(dataset).is_dir():
        raise Conflict("The recordings themselves are gone: add them again, under the same name.")
    left_out = _left_out(rows, set(leave_out))
    origin = None if dataset.source else dataset.origin or dataset
    frame = {"attack_s": framing.attack_s, "length_s": framing.length_s}
    made = _create(
        requested_by_id=requested_by, name=dataset.name, source=dataset.source, origin=origin, **frame
    )
    (_fresh_folder(made) / LEFT_OUT).write_text(json.dumps(left_out))
    _record_creation(made, of=f"version {dataset.version}", left_out=len(left_out), **frame)
    jobs.prepare_dataset(made.pk)
    return made


def original_listen(*, dataset: Dataset, index: int) -> bytes:
    """A file as it was before its preparation, as a WAV of the first channel's first ten seconds.

    Raises NotFound, Conflict, UnreadableAudio, UnusableAudio or NoWorker.
    """
    deadline = jobs.deadline()
    dataset_row(dataset, index)  # raises before a worker is asked in vain
    return replies.receive(jobs.ask_original(dataset.pk, index), deadline)


def _require_within_roots(path: Path) -> None:
    if not any(path.is_relative_to(root) for root in settings.DATASET_ROOTS):
        raise BadValue("folder lies outside the folders that this instrument may read: see DATASET_ROOTS.")


def _left_out(rows: tuple[ReportRow, ...], chosen: set[int]) -> list[str]:
    """Paths of files left out before and chosen now, and of their exact copies, which would replace them."""
    if not chosen <= set(range(len(rows))):
        raise BadValue(f"leave_out holds a number that no file has: they go from 0 to {len(rows) - 1}.")
    files = {row.file for index, row in enumerate(rows) if index in chosen or row.reason == "left out"}
    files |= {row.file for row in rows if row.duplicate_of in files}
    if all(row.file in files for row in rows if row.kept):
        raise BadValue("That would leave no sound: keep at least one.")
    return sorted(files)


def _create(*, name: str, **fields: Any) -> Dataset:
    """Create the next version of a name. The database refuses one of two at once, which then tries again."""
    for _ in range(ATTEMPTS):
        newest = Dataset.objects.filter(name=name).aggregate(newest=Max("version"))["newest"]
        with suppress(IntegrityError), transaction.atomic():
            return Dataset.objects.create(name=name, version=(newest or 0) + 1, **fields)
    raise Conflict("Versions of this name are being added right now: try again.")


def _fresh_folder(dataset: Dataset) -> Path:
    folder = dataset_folder(dataset)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _record_creation(dataset: Dataset, **detail: object) -> None:
    action, subject = AuditEntry.Action.DATASET_CREATE, f"dataset {dataset.pk}"
    audit_record(by=dataset.requested_by_id, action=action, subject=subject, name=dataset.label, **detail)
