"""Prepare a folder of recordings of any length: write `recordings/`, `recordings.json` and `report.csv`."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sampler.audio.reasons import Reason, Refusal, refusal
from sampler.audio.write import encode_wav
from sampler.dataset.inputs import Source, find_sources
from sampler.dataset.output import replacing, require_usable_output
from sampler.errors import BadDataset
from sampler.recordings import report, store
from sampler.recordings.chunks import chunks
from sampler.recordings.report import RecordingRow, write_rows
from sampler.recordings.settings import Settings
from sampler.recordings.silence import SilenceGate
from sampler.recordings.store import Chunk, Recordings
from sampler.recordings.stream import stream

MIN_FILE_S = 0.5
"""A file with less sound is refused."""

MIN_CHUNKS = 2
"""All files together must hold as much sound as this many chunks: some must train and some validate."""

PARTS = (store.FOLDER, store.INDEX, report.FILE_NAME)
Progress = Callable[[int, int], None]
Floats = NDArray[np.float32]


def prepare_recordings(
    src: Path, out: Path, settings: Settings, progress: Progress = lambda done, total: None
) -> list[RecordingRow]:
    """Prepare every file under `src` into `out`, in bounded memory; return the rows of the report.

    Calls `progress(done, total)` in thousandths of a file. Replaces an earlier result in `out` as a whole.
    Raises BadDataset when `src` holds too little sound, or `out` contains `src` or other files or cannot be
    written.
    """
    sources = find_sources(src, skip=out)
    try:
        require_usable_output(src, out, store.holds_recordings)
        with replacing(out, PARTS) as build:
            preparation = _Preparation(build, settings)
            for index, source in enumerate(sources):
                preparation.take(source, _within(progress, index, len(sources)))
            _require_enough(src, preparation.rows, settings)
            preparation.finish()
    except OSError as error:
        raise BadDataset(f"{out} cannot be written ({error.strerror}): choose another folder.") from error
    return preparation.rows


def _within(progress: Progress, index: int, count: int) -> Callable[[float], None]:
    return lambda share: progress(round(1000 * (index + share)), 1000 * count)


def _require_enough(src: Path, rows: list[RecordingRow], settings: Settings) -> None:
    if not rows:
        raise BadDataset(f"{src} holds no files: choose a folder with recordings.")
    kept_s, needed_s = sum(row.kept_s for row in rows), MIN_CHUNKS * settings.chunk_s
    if not kept_s:
        first = next(row for row in rows if not row.kept)
        raise BadDataset(
            f"None of the {len(rows)} files in {src} can be used ({first.file}: {first.message}) "
            f"Choose another folder."
        )
    if kept_s < needed_s:
        raise BadDataset(
            f"{src} holds {kept_s:.1f} s of sound, and a training needs at least {needed_s:g} s, two chunks: "
            f"add recordings, or choose a shorter chunk."
        )


@dataclass
class _Preparation:
    """One preparation into a build folder."""

    build: Path
    settings: Settings
    rows: list[RecordingRow] = field(default_factory=list)
    found: list[Chunk] = field(default_factory=list)
    _first_with: dict[bytes, str] = field(default_factory=dict)

    def take(self, source: Source, progress: Callable[[float], None]) -> None:
        """Read one file: write its chunks and its row, or a row that says why it is refused."""
        gate = SilenceGate(self.settings.rate_hz)
        written: list[Chunk] = []
        try:
            source.require_audio()
            self._write(source, stream(source.path, self.settings, progress), gate, written)
        except Refusal as error:
            self._drop(written)
            silent_s = _rounded(gate.dropped_samples / self.settings.rate_hz)
            self.rows.append(
                RecordingRow(source.name, silent_s=silent_s, reason=error.reason, message=error.message)
            )

    def _write(
        self, source: Source, blocks: Iterable[Floats], gate: SilenceGate, written: list[Chunk]
    ) -> None:
        settings, digest, kept = self.settings, hashlib.sha256(), 0
        folder = source.output.removesuffix(".wav")

        def sounding() -> Iterator[Floats]:
            nonlocal kept
            for part in _gated(blocks, gate):
                kept += len(part)
                digest.update(part.tobytes())
                yield part

        shortest = round(MIN_FILE_S * settings.rate_hz)
        cut = chunks(sounding(), settings.chunk_samples, settings.overlap_samples, shortest)
        for number, samples in enumerate(cut):
            path = f"{store.FOLDER}/{folder}/{number:05d}.wav"
            written.append(self._write_chunk(path, source.name, samples))
        self._require_use(source.name, kept, digest.digest(), gate, written)
        self.found += written
        rate_hz = settings.rate_hz
        row = RecordingRow(source.name, _rounded(kept / rate_hz), _rounded(gate.dropped_samples / rate_hz))
        self.rows.append(row)

    def _require_use(
        self, name: str, kept: int, digest: bytes, gate: SilenceGate, written: list[Chunk]
    ) -> None:
        """Raise a Refusal for a silent file, one that is too short, and a copy of an earlier one."""
        if not kept and gate.dropped_samples:
            raise refusal(Reason.SILENT)
        if not written:
            raise refusal(Reason.TOO_SHORT_RECORDING)
        if (original := self._first_with.setdefault(digest, name)) != name:
            raise refusal(Reason.DUPLICATE, duplicate_of=original)

    def _write_chunk(self, path: str, file: str, samples: Floats) -> Chunk:
        target = self.build / path
        target.parent.mkdir(parents=True, exist_ok=True)
        content = encode_wav(samples, rate_hz=self.settings.rate_hz, bits=16)
        target.write_bytes(content)
        return Chunk(path, file, len(samples), hashlib.sha256(content).hexdigest())

    def _drop(self, written: list[Chunk]) -> None:
        for chunk in written:
            (self.build / chunk.path).unlink()

    def finish(self) -> None:
        """Write index and report."""
        Recordings(self.build, self.settings, tuple(self.found)).save(self.build)
        write_rows(self.build / report.FILE_NAME, self.rows)


def _gated(blocks: Iterable[Floats], gate: SilenceGate) -> Iterator[Floats]:
    for block in blocks:
        yield gate(block)
    yield gate.rest()


def _rounded(seconds: float) -> float:
    return round(seconds, 3)
