"""Read datasets, and where their files lie."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from sampler.progress import read_progress_file
from webui.errors import NotFound
from webui.models import Dataset


def datasets_all() -> QuerySet[Dataset]:
    """All datasets, newest first."""
    return Dataset.objects.select_related("requested_by")


def dataset_get(pk: int) -> Dataset:
    """The dataset with this primary key. Raises NotFound."""
    dataset = datasets_all().filter(pk=pk).first()
    if dataset is None:
        raise NotFound(f"There is no dataset {pk}: see /api/datasets/.")
    return dataset


def dataset_versions(dataset: Dataset) -> QuerySet[Dataset]:
    """All versions of its name, newest first."""
    return datasets_all().filter(name=dataset.name).order_by("-version")


def dataset_folder(dataset: Dataset) -> Path:
    """The folder with everything of a dataset."""
    folder: Path = settings.DATASETS_DIR / str(dataset.pk)
    return folder


def dataset_prepared_folder(dataset: Dataset) -> Path:
    """The folder that trainings read."""
    return dataset_folder(dataset) / "prepared"


def dataset_originals_folder(dataset: Dataset) -> Path:
    """The folder of the recordings: the admin's own, or that of the unpacked zip of the first version."""
    if dataset.source:
        return Path(dataset.source)
    return dataset_folder(dataset.origin or dataset) / "originals"


def dataset_progress_file(dataset: Dataset) -> Path:
    """The file into which the processes that prepare it write how far they are."""
    return dataset_folder(dataset) / "progress.json"


def dataset_progress(dataset: Dataset) -> dict[str, Any] | None:
    """How far its preparation is: {"stage", "done", "total"}; None while it is not being prepared."""
    if dataset.state != Dataset.State.PREPARING:
        return None
    return read_progress_file(dataset_progress_file(dataset))
