"""Write WAV files. The same samples give the same bytes.

libsndfile is not used: its float files contain the time of day.
"""

import secrets
import struct
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sampler.errors import BadValue

PCM, IEEE_FLOAT = 1, 3
DITHER_SEED = 20_441


def encode_wav(samples: NDArray[np.float32], *, rate_hz: int, bits: int) -> bytes:
    """Encode float32 (n,) in [-1, 1] as a mono WAV: 16 or 24-bit PCM or 32-bit float.

    16 bits are dithered with triangular noise of two steps (Lipshitz, Wannamaker and Vanderkooy,
    "Quantization and dither", JAES 40(5), 1992), so that a decay fades into noise and not into distortion.
    The noise is always the same, and digital silence stays silent. Raises BadValue for another width.
    """
    if bits == 32:
        return _container(samples.astype("<f4").tobytes(), IEEE_FLOAT, rate_hz, 32)
    if bits == 24:
        steps = _quantise(samples, 24, None).astype("<i4")
        packed = steps.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
        return _container(packed, PCM, rate_hz, 24)
    if bits == 16:
        steps = _quantise(samples, 16, _dither(len(samples)))
        return _container(steps.astype("<i2").tobytes(), PCM, rate_hz, 16)
    raise BadValue("bits must be 16, 24 or 32.")


def _quantise(
    samples: NDArray[np.float32], bits: int, dither: NDArray[np.float32] | None
) -> NDArray[np.float64]:
    full_scale = float(2 ** (bits - 1))
    scaled = samples.astype(np.float64) * full_scale
    if dither is not None:
        scaled += np.where(samples != 0, dither, 0)
    steps: NDArray[np.float64] = np.clip(np.rint(scaled), -full_scale, full_scale - 1)
    return steps


@lru_cache(maxsize=4)
def _dither(length: int) -> NDArray[np.float32]:
    noise = np.random.Generator(np.random.PCG64(DITHER_SEED)).random((2, length), np.float32)
    dither: NDArray[np.float32] = noise[0] - noise[1]
    dither.flags.writeable = False
    return dither


def _container(data: bytes, encoding: int, rate_hz: int, bits: int) -> bytes:
    """RIFF chunks (Microsoft and IBM, "Multimedia Programming Interface", 1991), `fact` for float samples."""
    frame_bytes = bits // 8
    form = struct.pack("<HHIIHH", encoding, 1, rate_hz, rate_hz * frame_bytes, frame_bytes, bits)
    chunks = _chunk(b"fmt ", form if encoding == PCM else form + b"\0\0")
    if encoding == IEEE_FLOAT:
        chunks += _chunk(b"fact", struct.pack("<I", len(data) // frame_bytes))
    return _chunk(b"RIFF", b"WAVE" + chunks + _chunk(b"data", data))


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def write_wav(path: Path | str, samples: NDArray[np.float32], *, rate_hz: int, bits: int = 32) -> None:
    """Write a WAV atomically, with the arguments of `encode_wav`. Makes missing folders. Raises OSError."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, encode_wav(samples, rate_hz=rate_hz, bits=bits))


def write_atomically(path: Path, content: bytes) -> None:
    """Write to a temporary name beside `path`, then rename it. Raises OSError.

    Who may read it follows from the process's umask, unlike with `tempfile`.
    """
    temporary = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with temporary.open("xb") as file:
            file.write(content)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
