"""Reading datasets."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from webui.errors import NotFound
from webui.models import Dataset


def datasets_all() -> QuerySet[Dataset]:
    """Newest first."""
    return Dataset.objects.select_related("requested_by")


def dataset_get(pk: int) -> Dataset:
    """Raises NotFound."""
    dataset = datasets_all().filter(pk=pk).first()
    if dataset is None:
        raise NotFound(f"There is no dataset {pk}: see /api/datasets/.")
    return dataset


def dataset_folder(dataset: Dataset) -> Path:
    """Where everything of a dataset lies."""
    folder: Path = settings.DATASETS_DIR / str(dataset.pk)
    return folder


def dataset_prepared_folder(dataset: Dataset) -> Path:
    """What trainings read."""
    return dataset_folder(dataset) / "prepared"


def dataset_describe(dataset: Dataset) -> dict[str, Any]:
    """What the API tells about a dataset."""
    return {
        "id": dataset.pk,
        "name": dataset.name,
        "folder": dataset.source or None,
        "state": dataset.state,
        "kept": dataset.kept,
        "refused": dataset.refused,
        "error": dataset.error or None,
        "requested_by": dataset.requested_by.get_username() if dataset.requested_by else None,
        "created": dataset.created_at.isoformat(),
    }
