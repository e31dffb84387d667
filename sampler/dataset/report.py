"""`report.csv`: one row per input file, kept or refused with the reason."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

from sampler.audio.write import write_atomically
from sampler.errors import DamagedDataset

FILE_NAME = "report.csv"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class ReportRow:
    """One input: its path relative to SRC, its status "kept" or "refused", and facts of the file.

    `reason` is a short word (see `sampler.audio.reasons`) and `message` a sentence for the user; both are
    empty for a kept file. `peak_sample` is the peak's index in the prepared hit at 44.1 kHz; levels are those
    of the recording. `size_bytes` and `modified_ns` show later whether the file has changed.
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

    @property
    def parameters(self) -> dict[str, Any]:
        """What the sentence of a refusal may speak of, and is known."""
        known = {name: getattr(self, name) for name in SPOKEN_OF}
        return {name: value for name, value in known.items() if value}

    @classmethod
    def from_cells(cls, cells: dict[str, str]) -> Self:
        """Read a row from its CSV cells. Columns that an earlier version did not write stay empty."""
        texts = {name: csv_text(cells[name]) for name in TEXTS if name in cells}
        wholes: dict[str, Any] = {name: int(cells[name]) for name in WHOLES if cells.get(name)}
        decimals: dict[str, Any] = {name: float(cells[name]) for name in DECIMALS if cells.get(name)}
        return cls(**{**texts, **wholes, **decimals})


TEXTS = ("file", "status", "reason", "message", "output", "duplicate_of")
WHOLES = ("rate_hz", "channels", "peak_sample", "size_bytes", "modified_ns")
DECIMALS = ("duration_s", "peak_dbfs")
SPOKEN_OF = ("rate_hz", "channels", "duplicate_of")


def write_report(path: Path, rows: Iterable[ReportRow]) -> None:
    """Write the rows as CSV (RFC 4180), atomically. Raises OSError."""
    content = io.StringIO()
    writer = csv.writer(content)
    columns = [field.name for field in fields(ReportRow)]
    writer.writerow(columns)
    writer.writerows([csv_cell(getattr(row, column)) for column in columns] for row in rows)
    write_atomically(path, content.getvalue().encode("utf-8", "backslashreplace"))


def read_report(path: Path) -> list[ReportRow]:
    """Read a report that `write_report` wrote. Raises DamagedDataset for a missing or damaged one."""
    try:
        with path.open(newline="", encoding="utf-8") as file:
            return [ReportRow.from_cells(cells) for cells in csv.DictReader(file)]
    except (OSError, ValueError, TypeError, csv.Error) as error:
        raise DamagedDataset(f"{path} is missing or damaged: prepare the folder again.") from error


def csv_cell(value: object) -> object:
    """Put an apostrophe before text that a spreadsheet would run as a formula (OWASP, "CSV Injection").

    Text that already starts with one gets another, so that reading restores it.
    """
    return "'" + value if isinstance(value, str) and _is_formula(value) else value


def csv_text(cell: str) -> str:
    """A cell that `csv_cell` made, as it was before."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell) else cell


def _is_formula(text: str) -> bool:
    return text.lstrip("'").startswith(FORMULA_STARTS)
