"""`report.csv` of recordings: one row per input file."""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from sampler.audio.write import write_atomically
from sampler.dataset.report import csv_cell, csv_text
from sampler.errors import DamagedDataset

FILE_NAME = "report.csv"


@dataclass(frozen=True)
class RecordingRow:
    """One input: its path relative to SRC, seconds kept, silent seconds dropped.

    A refused file has 0 kept seconds, `reason`, a short word of `sampler.audio.reasons`, and `message`, a
    sentence for the user; both are empty for a kept file.
    """

    file: str
    kept_s: float = 0.0
    silent_s: float = 0.0
    reason: str = ""
    message: str = ""

    @property
    def kept(self) -> bool:
        return not self.reason


def write_rows(path: Path, rows: Iterable[RecordingRow]) -> None:
    """Write the rows as CSV (RFC 4180), atomically. Raises OSError."""
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow(field.name for field in fields(RecordingRow))
    writer.writerows([csv_cell(value) for value in astuple(row)] for row in rows)
    write_atomically(path, content.getvalue().encode("utf-8", "backslashreplace"))


def read_rows(path: Path) -> list[RecordingRow]:
    """Read a report that `write_rows` wrote. Raises DamagedDataset for a missing or damaged one."""
    try:
        with path.open(newline="", encoding="utf-8") as file:
            return [_row(cells) for cells in csv.DictReader(file)]
    except (OSError, ValueError, TypeError, LookupError, csv.Error) as error:
        raise DamagedDataset(f"{path} is missing or damaged: prepare the folder again.") from error


def _row(cells: dict[str, str]) -> RecordingRow:
    file, reason, message = (csv_text(cells[name]) for name in ("file", "reason", "message"))
    return RecordingRow(file, float(cells["kept_s"]), float(cells["silent_s"]), reason, message)
