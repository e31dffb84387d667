"""Read files of unknown origin in a child process with limits. A crash becomes one clear refusal."""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

import sampler
from sampler.audio.prepare import Prepared
from sampler.audio.read import Recording
from sampler.audio.reasons import Reason, refusal
from sampler.audio.stored import Stored
from sampler.constants import MAX_RATE_HZ, MAX_SOUND_S, MIN_RATE_HZ, RATE_HZ

DEADLINE_S = 15.0
MAX_HEADER_BYTES = 4096
MAX_PAYLOAD_BYTES = int(MAX_SOUND_S * RATE_HZ) * 4
MAX_ORIGINAL_S = 10.0
"""Seconds of an original file that `Sandbox.read_original` returns."""

MAX_ORIGINAL_BYTES = int(MAX_ORIGINAL_S * MAX_RATE_HZ) * 4
CHILD_MODULE = "sampler.audio.sandbox_child"
INHERITED = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR")
"""The only environment variables that the child gets: it must not see secrets."""


@dataclass(frozen=True)
class Frame:
    """A frame that the child writes as a 32-bit float WAV to `target`, in a folder that nothing reads yet."""

    target: str
    rate_hz: int
    attack_samples: int
    length_samples: int


@dataclass(frozen=True)
class Reading:
    """A sound to store, and facts of its file: rate, channels, seconds read and absolute peak."""

    sound: Stored
    rate_hz: int
    channels: int
    duration_s: float
    peak_level: float


class ReaderDiedError(Exception):
    """The child ended, or was killed, before it answered, or its answer was malformed."""


class Sandbox:
    """One child process that reads files one after another; it is started on first use and after each death.

    Not safe for use by two threads at once. As a context manager it ends the child on leaving.
    """

    def __init__(self, *, deadline_s: float = DEADLINE_S, module: str = CHILD_MODULE) -> None:
        self._deadline_s = deadline_s
        self._module = module
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._child = self._child or _start(self._module)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, path: Path | str) -> Prepared:
        """Read and prepare one file.

        Raises UnreadableAudio, also when the decoder crashed, hung or ran out of memory, or UnusableAudio.
        """
        with self._asked({"path": os.fspath(path)}, MAX_PAYLOAD_BYTES) as (header, payload):
            return _prepared(header, payload)

    def frame(self, path: Path | str, frame: Frame) -> Reading:
        """Read and prepare one file, and write its frame.

        Raises as `read` does, and OSError when the frame cannot be written.
        """
        request = {"path": os.fspath(path), "frame": vars(frame)}
        with self._asked(request, MAX_PAYLOAD_BYTES) as (header, payload):
            return _reading(header, payload)

    def read_original(self, path: Path | str) -> Recording:
        """The first channel of a file, not prepared: at its own rate, at most at full scale, at most 10 s.

        Raises as `read` does.
        """
        request = {"path": os.fspath(path), "original_s": MAX_ORIGINAL_S}
        with self._asked(request, MAX_ORIGINAL_BYTES) as (header, payload):
            return _original(header, payload)

    @contextmanager
    def _asked(self, request: dict[str, Any], most_bytes: int) -> Iterator[tuple[dict[str, Any], bytearray]]:
        """Yield the child's answer. Raises UnreadableAudio if the child dies or its answer is malformed."""
        self._child = self._child or _start(self._module)
        try:
            yield _ask(self._child, json.dumps(request).encode() + b"\n", self._deadline_s, most_bytes)
        except (ReaderDiedError, ValueError, TypeError, KeyError) as error:
            self.close()
            raise refusal(Reason.READER_FAILED) from error

    def close(self) -> None:
        """End the child and wait for it."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None


def _start(module: str) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
    roots = [str(Path(sampler.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    environment |= {"PYTHONPATH": os.pathsep.join(filter(None, roots)), "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def _ask(
    child: subprocess.Popen[bytes], request: bytes, deadline_s: float, most_bytes: int
) -> tuple[dict[str, Any], bytearray]:
    """Send one request; return its header and payload.

    Raises ReaderDiedError when the child answers more than `most_bytes`, or nothing within `deadline_s`.
    """
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        child.stdin.write(request)
        child.stdin.flush()
    except OSError as error:
        raise ReaderDiedError from error
    end, source = time.monotonic() + deadline_s, child.stdout.fileno()
    received = bytearray()
    while (line_end := received.find(b"\n")) < 0:
        if len(received) > MAX_HEADER_BYTES:
            raise ReaderDiedError
        received += _receive(source, end)
    header = _parse(bytes(received[:line_end]), most_bytes)
    del received[: line_end + 1]
    while len(received) < header["bytes"]:
        received += _receive(source, end)
    if len(received) > header["bytes"]:
        raise ReaderDiedError
    return header, received


def _receive(source: int, end: float) -> bytes:
    remaining_s = end - time.monotonic()
    if remaining_s <= 0 or not select.select([source], [], [], remaining_s)[0]:
        raise ReaderDiedError
    if not (data := os.read(source, 1 << 18)):
        raise ReaderDiedError
    return data


def _parse(line: bytes, most_bytes: int) -> dict[str, Any]:
    """Parse the header. Raises ReaderDiedError for one that announces more than `most_bytes`: a file may have
    taken control of the child.
    """
    header = dict(json.loads(line))
    if not 0 <= header["bytes"] <= most_bytes:
        raise ReaderDiedError
    return header


def _require_success(header: dict[str, Any]) -> None:
    if "errno" in header:
        raise OSError(header["errno"], os.strerror(header["errno"]))
    if "reason" in header:
        raise refusal(Reason(header["reason"]), **header["parameters"])


def _original(header: dict[str, Any], payload: bytearray) -> Recording:
    _require_success(header)
    samples, rate_hz = np.frombuffer(payload, "<f4").astype(np.float32, copy=False), header.get("rate_hz")
    if not isinstance(rate_hz, int) or not MIN_RATE_HZ <= rate_hz <= MAX_RATE_HZ:
        raise ReaderDiedError
    if not np.isfinite(samples).all():
        raise ReaderDiedError
    return Recording(samples, rate_hz)


def _prepared(header: dict[str, Any], payload: bytearray) -> Prepared:
    _require_success(header)
    samples = np.frombuffer(payload, "<f4").astype(np.float32, copy=False)
    return Prepared(samples, _peak(header, len(samples)))


def _reading(header: dict[str, Any], payload: bytearray) -> Reading:
    _require_success(header)
    steps = np.frombuffer(payload, "<i2").astype(np.int16, copy=False)
    sound = Stored(steps, np.float32(header["scale"]), _peak(header, len(steps)))
    return Reading(
        sound, header["rate_hz"], header["channels"], float(header["duration_s"]), float(header["peak_level"])
    )


def _peak(header: dict[str, Any], length: int) -> int:
    if not 0 <= header["peak"] < length:
        raise ReaderDiedError
    return int(header["peak"])
