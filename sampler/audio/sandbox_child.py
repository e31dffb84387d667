"""The child process that decodes files of unknown origin, started by `sampler.audio.sandbox`.

It limits itself first. Then it answers each request, one line of JSON, with one line of JSON and the samples:
raw float32, or int16 where it also wrote a frame. A decoder that crashes, hangs or fills the memory ends this
process only.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from sampler.audio.prepare import Prepared, frame, prepare, within_full_scale
from sampler.audio.read import Recording, read_recording
from sampler.audio.reasons import Reason, Refusal
from sampler.audio.stored import store
from sampler.audio.write import encode_wav
from sampler.constants import RATE_HZ

MAX_ADDRESS_SPACE_BYTES = 1 << 30
MAX_FILE_BYTES = 1 << 26
MAX_OPEN_FILES = 32
MAX_CPU_S = 10


def limit_process() -> None:
    """Limit memory, written files, open files and core dumps of this process; `allow_cpu` limits CPU time."""
    for kind, most in (
        (resource.RLIMIT_AS, MAX_ADDRESS_SPACE_BYTES),
        (resource.RLIMIT_FSIZE, MAX_FILE_BYTES),
        (resource.RLIMIT_NOFILE, MAX_OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def allow_cpu(seconds: int) -> None:
    """Allow `seconds` more of CPU time, after which the kernel kills the process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used_s = int(usage.ru_utime + usage.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used_s + seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def answer(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Header and payload for one file. The payload is empty for a file that is refused."""
    try:
        if "original_s" in request:
            return _original(read_recording(request["path"], max_s=request["original_s"]))
        recording = read_recording(request["path"])
        sound = prepare(recording)
        if "frame" in request:
            return _framed(recording, sound, request["frame"])
    except Refusal as error:
        return {"bytes": 0, "reason": error.reason, "parameters": error.parameters}, b""
    except MemoryError:
        return {"bytes": 0, "reason": Reason.TOO_LARGE, "parameters": {}}, b""
    except OSError as error:
        return {"bytes": 0, "errno": error.errno}, b""
    payload = sound.samples.astype("<f4", copy=False).tobytes()
    return {"bytes": len(payload), "peak": sound.peak}, payload


def _original(recording: Recording) -> tuple[dict[str, Any], bytes]:
    payload = within_full_scale(recording.samples).astype("<f4", copy=False).tobytes()
    return {"bytes": len(payload), "rate_hz": recording.rate_hz}, payload


def _framed(recording: Recording, sound: Prepared, wanted: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    _write_frame(recording, sound, **wanted)
    stored = store(sound)
    payload = stored.steps.astype("<i2", copy=False).tobytes()
    facts = {"peak": stored.peak, "scale": float(stored.scale), **_facts(recording)}
    return {"bytes": len(payload), **facts}, payload


def _facts(recording: Recording) -> dict[str, Any]:
    return {
        "rate_hz": recording.rate_hz,
        "channels": recording.channels,
        "duration_s": len(recording.samples) / recording.rate_hz,
        "peak_level": float(np.abs(recording.samples).max()),
    }


def _write_frame(
    recording: Recording,
    sound: Prepared,
    *,
    target: str,
    rate_hz: int,
    attack_samples: int,
    length_samples: int,
) -> None:
    at_rate = sound if rate_hz == RATE_HZ else prepare(recording, rate_hz=rate_hz)
    framed = frame(at_rate, attack_samples=attack_samples, length_samples=length_samples)
    path = Path(target)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode_wav(framed, rate_hz=rate_hz, bits=32))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until the parent closes the pipe."""
    for line in requests:
        allow_cpu(MAX_CPU_S)
        header, payload = answer(json.loads(line))
        answers.write(json.dumps(header).encode() + b"\n" + payload)
        answers.flush()


if __name__ == "__main__":
    limit_process()
    serve(sys.stdin.buffer, sys.stdout.buffer)
