"""Prepare a whole folder on all cores: write `wav/`, `dataset.npz` and `report.csv`."""

import hashlib
import math
import os
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from sampler.audio.reasons import Reason, Refusal, refusal
from sampler.audio.sandbox import Frame, Reading, Sandbox
from sampler.audio.stored import Stored
from sampler.constants import MAX_RATE_HZ, MAX_SOUND_S, MIN_RATE_HZ, RATE_HZ
from sampler.dataset import hits, report
from sampler.dataset.hits import DatasetWriter
from sampler.dataset.inputs import Source, find_sources
from sampler.dataset.output import replacing, require_usable_output
from sampler.dataset.report import ReportRow, write_report
from sampler.errors import BadDataset, BadValue

WAV_FOLDER = "wav"
PARTS = (WAV_FOLDER, hits.FILE_NAME, report.FILE_NAME)
MAX_JOBS = 256
Progress = Callable[[int, int], None]
Result = tuple[ReportRow, Stored | None]
"""A report row, and the hit if the file was kept."""


@dataclass(frozen=True)
class Framing:
    """The fixed frame of `wav/`: seconds from its start to the peak, its length in seconds, its rate.

    Raises BadValue for values out of range.
    """

    attack_s: float = 0.1
    length_s: float = 0.4
    rate_hz: int = RATE_HZ

    def __post_init__(self) -> None:
        if not MIN_RATE_HZ <= self.rate_hz <= MAX_RATE_HZ:
            raise BadValue(f"rate must be between {MIN_RATE_HZ} and {MAX_RATE_HZ} Hz.")
        if not 0.001 <= self.length_s <= MAX_SOUND_S:
            raise BadValue(f"length must be between 0.001 and {MAX_SOUND_S:g} s.")
        if not (0 <= self.attack_s <= MAX_SOUND_S and self.attack_samples < self.length_samples):
            raise BadValue("attack must be at least 0 s and shorter than length.")

    @property
    def attack_samples(self) -> int:
        return round(self.attack_s * self.rate_hz)

    @property
    def length_samples(self) -> int:
        return round(self.length_s * self.rate_hz)


def prepare_folder(
    src: Path | str,
    out: Path | str,
    *,
    attack_s: float = 0.1,
    length_s: float = 0.4,
    rate_hz: int = RATE_HZ,
    jobs: int | None = None,
    progress: Progress | None = None,
    left_out: frozenset[str] = frozenset(),
) -> list[ReportRow]:
    """Prepare every file under `src` into `out`, in `jobs` limited processes (one per core by default).

    Calls `progress(done, total)` after each file. Refuses files named in `left_out` without reading them.
    Replaces an earlier result in `out` as a whole. Raises BadValue for a frame or `jobs` out of range, and
    BadDataset when `src` holds no usable recording, or `out` contains `src` or other files or cannot be
    written.
    """
    framing = Framing(attack_s, length_s, rate_hz)
    if jobs is not None and not 1 <= jobs <= MAX_JOBS:
        raise BadValue(f"jobs must be a whole number from 1 to {MAX_JOBS}.")
    src, out = Path(src), Path(out)
    sources = find_sources(src, skip=out)
    try:
        require_usable_output(src, out, _is_result)
        with replacing(out, PARTS) as build:
            results = _read_all(sources, build, framing, jobs or available_cores(), left_out)
            rows = _collect(results, build, len(sources), progress)
            if not any(row.kept for row in rows):
                raise BadDataset(_nothing_kept(src, rows))
    except OSError as error:
        raise BadDataset(f"{out} cannot be written ({error.strerror}): choose another folder.") from error
    return rows


def available_cores() -> int:
    """Number of cores that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _nothing_kept(src: Path, rows: list[ReportRow]) -> str:
    if not rows:
        return f"{src} holds no files: choose a folder with recordings."
    first = f"{rows[0].file}: {rows[0].reason}"
    return f"None of the {len(rows)} files in {src} can be used ({first}): choose another folder."


def _is_result(out: Path) -> bool:
    try:
        rows = report.read_report(out / report.FILE_NAME)
    except BadDataset:
        return False
    return bool(rows) and (out / hits.FILE_NAME).is_file()


def _collect(
    results: Generator[Result, None, None], build: Path, total: int, progress: Progress | None
) -> list[ReportRow]:
    rows: list[ReportRow] = []
    (build / WAV_FOLDER).mkdir()
    with closing(results), DatasetWriter(build) as writer:
        for row, sound in _without_duplicates(results, build):
            if sound is not None:
                writer.add(row.file, sound)
            rows.append(row)
            if progress:
                progress(len(rows), total)
    write_report(build / report.FILE_NAME, rows)
    return rows


def _without_duplicates(results: Iterator[Result], build: Path) -> Iterator[Result]:
    """Pass results on; refuse files whose prepared samples equal those of an earlier file."""
    first_with: dict[bytes, str] = {}
    for row, sound in results:
        if sound is None:
            yield row, None
            continue
        digest = hashlib.sha256(sound.scale.tobytes() + sound.steps.tobytes()).digest()
        original = first_with.setdefault(digest, row.file)
        if original == row.file:
            yield row, sound
        else:
            (build / row.output).unlink()
            yield _as_duplicate(row, original), None


def _as_duplicate(row: ReportRow, original: str) -> ReportRow:
    why = refusal(Reason.DUPLICATE, duplicate_of=original)
    return replace(
        row, status="refused", reason=why.reason, message=why.message, output="", duplicate_of=original
    )


def _refused(name: str, why: Refusal) -> ReportRow:
    return ReportRow(name, "refused", why.reason, why.message, **why.parameters)


def _read_all(
    sources: list[Source], build: Path, framing: Framing, jobs: int, left_out: frozenset[str]
) -> Generator[Result, None, None]:
    """Yield results in the order of `sources`, read by `jobs` threads with one child process each."""
    with ExitStack() as stack:
        idle: SimpleQueue[Sandbox] = SimpleQueue()
        for _ in range(min(jobs, len(sources))):
            idle.put(stack.enter_context(Sandbox()))

        def read(source: Source) -> Result:
            if source.name in left_out:
                return replace(_refused(source.name, refusal(Reason.LEFT_OUT)), **_facts(source.path)), None
            sandbox = idle.get()
            try:
                return _read_one(source, build, framing, sandbox)
            finally:
                idle.put(sandbox)

        threads = stack.enter_context(ThreadPoolExecutor(max(1, jobs)))
        stack.callback(threads.shutdown, cancel_futures=True)
        yield from threads.map(read, sources)


def _read_one(source: Source, build: Path, framing: Framing, sandbox: Sandbox) -> Result:
    output = f"{WAV_FOLDER}/{source.output}"
    target = os.fspath(build / output)
    frame = Frame(target, framing.rate_hz, framing.attack_samples, framing.length_samples)
    facts = _facts(source.path)
    try:
        source.require_audio()
        reading = sandbox.frame(source.path, frame)
    except Refusal as error:
        return replace(_refused(source.name, error), **facts), None
    return replace(_kept(source.name, output, reading), **facts), reading.sound


def _facts(path: str) -> dict[str, Any]:
    """Size and modification time, which identify a file later; empty for a file that was just removed."""
    try:
        found = os.stat(path)
    except OSError:
        return {}
    return {"size_bytes": found.st_size, "modified_ns": found.st_mtime_ns}


def _kept(name: str, output: str, reading: Reading) -> ReportRow:
    return ReportRow(
        name,
        "kept",
        output=output,
        rate_hz=reading.rate_hz,
        channels=reading.channels,
        duration_s=round(reading.duration_s, 6),
        peak_sample=reading.sound.peak,
        peak_dbfs=round(20 * math.log10(reading.peak_level), 2),
    )
