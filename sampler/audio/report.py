"""`report.csv`: what became of every file."""

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from sampler.audio.write import write_atomically

FILE_NAME = "report.csv"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class ReportRow:
    """One input: its path relative to SRC, what became of it, and why.

    `reason` is a short word (see `sampler.audio.reasons`), `message` says it to the user; both empty when
    kept. `peak_sample` is the peak's position in the prepared sound at 44.1 kHz; levels are those of the
    recording.
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

    @property
    def kept(self) -> bool:
        return self.status == "kept"


def write_report(path: Path, rows: Iterable[ReportRow]) -> None:
    """Write the rows as CSV (RFC 4180), atomically. Raises OSError."""
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow(field.name for field in fields(ReportRow))
    for row in rows:
        writer.writerow(_cell(value) for value in asdict(row).values())
    write_atomically(path, content.getvalue().encode("utf-8", "backslashreplace"))


def _cell(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV Injection")."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value
