"""`report.csv`: what became of every file."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

from sampler.audio.write import write_atomically
from sampler.errors import BadDataset

FILE_NAME = "report.csv"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class ReportRow:
    """One input: its path relative to SRC, what became of it, and why.

    `reason` is a short word (see `sampler.audio.reasons`), `message` says it to the user; both empty when
    kept. `peak_sample` is the peak's position in the prepared sound at 44.1 kHz; levels are those of the
    recording. `size_bytes` and `modified_ns` tell later whether the file is still the one that was read.
    """

    file: str
    status: str
    reason: str = ""
    message: str = ""
    output: str = ""
    rate_hz: int | None = None
    channels: int | None = None
    duration_s: float | None = None
    peak_sample: int | None = None
    peak_dbfs: float | None = None
    duplicate_of: str = ""
    size_bytes: int | None = None
    modified_ns: int | None = None

    @property
    def kept(self) -> bool:
        return self.status == "kept"

    @classmethod
    def from_cells(cls, cells: dict[str, str]) -> Self:
        """The row that was written; columns that an earlier version did not write stay empty."""
        texts = {name: _text(cells[name]) for name in TEXTS if name in cells}
        wholes: dict[str, Any] = {name: int(cells[name]) for name in WHOLES if cells.get(name)}
        decimals: dict[str, Any] = {name: float(cells[name]) for name in DECIMALS if cells.get(name)}
        return cls(**{**texts, **wholes, **decimals})


TEXTS = ("file", "status", "reason", "message", "output", "duplicate_of")
WHOLES = ("rate_hz", "channels", "peak_sample", "size_bytes", "modified_ns")
DECIMALS = ("duration_s", "peak_dbfs")


def write_report(path: Path, rows: Iterable[ReportRow]) -> None:
    """Write the rows as CSV (RFC 4180), atomically. Raises OSError."""
    content = io.StringIO()
    writer = csv.writer(content)
    columns = [field.name for field in fields(ReportRow)]
    writer.writerow(columns)
    writer.writerows([_cell(getattr(row, column)) for column in columns] for row in rows)
    write_atomically(path, content.getvalue().encode("utf-8", "backslashreplace"))


def read_report(path: Path) -> list[ReportRow]:
    """What `write_report` wrote. Raises BadDataset where there is none, or it is damaged."""
    try:
        with path.open(newline="", encoding="utf-8") as file:
            return [ReportRow.from_cells(cells) for cells in csv.DictReader(file)]
    except (OSError, ValueError, TypeError, csv.Error) as error:
        raise BadDataset(f"{path} is missing or damaged: prepare the folder again.") from error


def _cell(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV Injection"),
    and where it has one already another, so that it is read as it was.
    """
    return "'" + value if isinstance(value, str) and _is_formula(value) else value


def _text(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _is_formula(cell) else cell


def _is_formula(text: str) -> bool:
    return text.lstrip("'").startswith(FORMULA_STARTS)
