"""Read the files of a dataset, each addressed by its number in the report and never by a path."""

import json
import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from sampler.audio.reasons import Reason
from sampler.dataset.inputs import find_sources
from sampler.dataset.report import FILE_NAME as REPORT
from sampler.dataset.report import ReportRow, read_report
from sampler.survey.survey import FILE_NAME as SURVEY
from sampler.survey.survey import read_survey
from webui.errors import Conflict, NotFound
from webui.models import Dataset
from webui.selectors.datasets import dataset_folder, dataset_originals_folder, dataset_prepared_folder

UNPACKED = "unpacked.json"
HEARD_ALTHOUGH_REFUSED = {Reason.DUPLICATE, Reason.LEFT_OUT, Reason.SILENT, Reason.TOO_SHORT}


@dataclass(frozen=True)
class DatasetFile:
    """A file of a dataset: its number in the report, its row there, and its times if measured."""

    index: int
    row: ReportRow
    attack_s: float | None = None
    decay_s: float | None = None

    @property
    def has_sound(self) -> bool:
        """Whether the original can be heard: a file that was refused unread, or within its zip, has none."""
        row = self.row
        return row.kept or (row.size_bytes is not None and row.reason in HEARD_ALTHOUGH_REFUSED)


@dataclass(frozen=True)
class FilePage:
    """Some of the files that match; `count` is the number of all that do."""

    count: int
    results: list[DatasetFile]


@dataclass(frozen=True)
class AlikeFile:
    """A file, and how far its sound is from another in log-mel distance."""

    index: int
    file: str
    distance_db: float


@dataclass(frozen=True)
class Outlier:
    """A file whose sound is unlike all others, and the file that is nearest to it."""

    far: AlikeFile
    nearest: AlikeFile


@dataclass(frozen=True)
class Survey:
    """What was found in a dataset; `attack` and `decay` are as `sampler.survey.timing` summarises them."""

    sounds: int
    attack: dict[str, Any]
    decay: dict[str, Any]
    near_db: float
    groups: list[list[AlikeFile]]
    outliers: list[Outlier]


def dataset_rows(dataset: Dataset) -> tuple[ReportRow, ...]:
    """One row for each file, those that stayed in the zip last. Raises Conflict while it is not ready."""
    if dataset.state != Dataset.State.READY:
        raise Conflict(f"The dataset is {dataset.state}: its files can be looked at once it is ready.")
    report = dataset_prepared_folder(dataset) / REPORT
    return _rows(report, _changed(report), _unpacked_file(dataset))


def dataset_row(dataset: Dataset, index: int) -> ReportRow:
    """The row of one file. Raises NotFound, Conflict."""
    rows = dataset_rows(dataset)
    if index >= len(rows):
        raise NotFound(f"There is no file {index} in this dataset: it has {len(rows)}.")
    return rows[index]


def dataset_files(
    dataset: Dataset, *, search: str = "", status: str = "", offset: int = 0, limit: int = 50
) -> FilePage:
    """A page of the report: files whose path or reason contains `search`, of one status or any.

    Raises Conflict while the dataset is not ready.
    """
    rows, words = dataset_rows(dataset), search.casefold().split()
    found = [
        index
        for index, row in enumerate(rows)
        if (not status or row.status == status) and _matches(row, words)
    ]
    timings = _timings(dataset, rows)
    page = found[offset : offset + limit]
    return FilePage(len(found), [DatasetFile(index, rows[index], *timings.get(index, ())) for index in page])


def dataset_survey(dataset: Dataset) -> Survey:
    """What its sounds propose, which are nearly the same and which stand out. Raises Conflict."""
    rows, survey = dataset_rows(dataset), _survey_of(dataset)
    if survey is None:
        raise Conflict("The sounds of this version were not compared: prepare it again.")
    files = _kept(rows)

    def alike(sound: int, distance_db: float) -> AlikeFile:
        return AlikeFile(files[sound], rows[files[sound]].file, distance_db)

    groups = [[alike(*member) for member in zip(*group.values(), strict=True)] for group in survey["groups"]]
    outliers = [
        Outlier(alike(far["sound"], far["distance_db"]), alike(far["nearest"], far["distance_db"]))
        for far in survey["outliers"]
    ]
    return Survey(survey["sounds"], survey["attack"], survey["decay"], survey["near_db"], groups, outliers)


def prepared_file(dataset: Dataset, index: int) -> Path:
    """The WAV that was made of a file. Raises NotFound for a refused one, Conflict."""
    row = dataset_row(dataset, index)
    path = dataset_prepared_folder(dataset) / row.output
    if not row.kept or not path.is_file():
        raise NotFound("This file was refused: there is no prepared sound of it.")
    return path


def original_file(dataset: Dataset, index: int) -> Path:
    """The recording itself, unless it has changed since. Raises NotFound or Conflict with the reason."""
    row, folder = dataset_row(dataset, index), dataset_originals_folder(dataset)
    if not DatasetFile(index, row).has_sound:
        raise NotFound(f"{row.file} was refused, and holds no sound to be heard: {row.message}")
    if not folder.is_dir():
        raise NotFound(_gone(dataset))
    try:
        path = _located(folder, row.file).resolve(strict=True)
        facts = path.stat()
    except (OSError, ValueError):
        raise NotFound(f"{row.file} is not in the folder any more: its original cannot be heard.") from None
    allowed = settings.DATASET_ROOTS if dataset.source else [folder.resolve()]
    if not any(path.is_relative_to(root) for root in allowed) or not stat.S_ISREG(facts.st_mode):
        raise Conflict(f"{row.file} now leads out of the folder: its original cannot be heard.")
    known = (row.size_bytes, row.modified_ns)
    if None not in known and known != (facts.st_size, facts.st_mtime_ns):
        raise Conflict(f"{row.file} has changed since it was prepared: prepare the folder again to hear it.")
    return path


def _gone(dataset: Dataset) -> str:
    if dataset.source:
        return "The folder is gone: its originals cannot be heard."
    return "The originals of this upload were not kept: upload the zip again to hear them."


def _located(folder: Path, name: str) -> Path:
    """The path of a file that the report names. A name that is not UTF-8 differs there: search for it."""
    direct = folder / name
    if direct.exists():
        return direct
    return next((Path(source.path) for source in find_sources(folder) if source.name == name), direct)


def _timings(dataset: Dataset, rows: tuple[ReportRow, ...]) -> dict[int, tuple[float, float]]:
    """Attack and decay in seconds, by index of the file."""
    survey = _survey_of(dataset)
    if survey is None:
        return {}
    measured = zip(_kept(rows), survey["attack_s"], survey["decay_s"], strict=False)
    return {index: (attack_s, decay_s) for index, attack_s, decay_s in measured}


def _kept(rows: tuple[ReportRow, ...]) -> list[int]:
    return [index for index, row in enumerate(rows) if row.kept]


def _matches(row: ReportRow, words: list[str]) -> bool:
    text = f"{row.file} {row.reason} {row.message}".casefold()
    return all(word in text for word in words)


def _survey_of(dataset: Dataset) -> dict[str, Any] | None:
    folder = dataset_prepared_folder(dataset)
    return _survey(folder, _changed(folder / SURVEY))


def _changed(path: Path) -> int:
    """When a file was written, in ns; 0 if it does not exist. Part of the key of what is cached of it."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _unpacked_file(dataset: Dataset) -> Path:
    return dataset_folder(dataset.origin or dataset) / UNPACKED


@lru_cache(maxsize=4)
def _rows(report: Path, changed: int, unpacked: Path) -> tuple[ReportRow, ...]:
    return (*read_report(report), *stayed_packed(unpacked))


@lru_cache(maxsize=4)
def _survey(folder: Path, changed: int) -> dict[str, Any] | None:
    return read_survey(folder)


def stayed_packed(unpacked: Path) -> list[ReportRow]:
    """A row for each file that was refused before it left its zip; none for a folder."""
    try:
        refused = json.loads(unpacked.read_text())["refused"]
    except FileNotFoundError:
        return []
    return [ReportRow(item["file"], "refused", item["reason"], item["message"]) for item in refused]
