"""Reading datasets."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from sampler.progress import read_progress_file
from webui.errors import NotFound
from webui.models import Dataset

REFUSED_IN_LISTS = 50


def datasets_all() -> QuerySet[Dataset]:
    """Newest first."""
    return Dataset.objects.select_related("requested_by")


def dataset_get(pk: int) -> Dataset:
    """Raises NotFound."""
    dataset = datasets_all().filter(pk=pk).first()
    if dataset is None:
        raise NotFound(f"There is no dataset {pk}: see /api/datasets/.")
    return dataset


def dataset_versions(dataset: Dataset) -> QuerySet[Dataset]:
    """All of its name, newest first."""
    return datasets_all().filter(name=dataset.name).order_by("-version")


def dataset_folder(dataset: Dataset) -> Path:
    """Where everything of a dataset lies."""
    folder: Path = settings.DATASETS_DIR / str(dataset.pk)
    return folder


def dataset_prepared_folder(dataset: Dataset) -> Path:
    """What trainings read."""
    return dataset_folder(dataset) / "prepared"


def dataset_originals_folder(dataset: Dataset) -> Path:
    """What was prepared: the admin's own folder, or what the first version's zip held."""
    if dataset.source:
        return Path(dataset.source)
    return dataset_folder(dataset.origin or dataset) / "originals"


def dataset_progress_file(dataset: Dataset) -> Path:
    """Where the processes that prepare it say how far they are."""
    return dataset_folder(dataset) / "progress.json"


def datasets_describe() -> list[dict[str, Any]]:
    """All of them, each with as many of its refused files as a list needs: it is read every second."""
    return [{**dataset_describe(row), "refused": row.refused[:REFUSED_IN_LISTS]} for row in datasets_all()]


def dataset_describe(dataset: Dataset) -> dict[str, Any]:
    """What the API tells about a dataset."""
    is_moving = dataset.state == Dataset.State.PREPARING
    return {
        "id": dataset.pk,
        "name": dataset.name,
        "version": dataset.version,
        "folder": dataset.source or None,
        "attack_s": dataset.attack_s,
        "length_s": dataset.length_s,
        "state": dataset.state,
        "progress": read_progress_file(dataset_progress_file(dataset)) if is_moving else None,
        "kept": dataset.kept,
        "refused": dataset.refused,
        "refused_count": len(dataset.refused),
        "error": dataset.error or None,
        "requested_by": dataset.requested_by.get_username() if dataset.requested_by else None,
        "created": dataset.created_at.isoformat(),
    }


def dataset_version_describe(dataset: Dataset) -> dict[str, Any]:
    """One line of a list of versions."""
    described = dataset_describe(dataset)
    keys = (
        "id",
        "version",
        "state",
        "kept",
        "refused_count",
        "attack_s",
        "length_s",
        "requested_by",
        "created",
    )
    return {key: described[key] for key in keys}
