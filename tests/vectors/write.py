"""Write the vectors anew: `python -m tests.vectors.write`.

`test_vectors.py` holds Python to those on disk.
"""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sampler.audio.write import encode_wav
from sampler.model.detail import encode_detail

FOLDER = Path(__file__).parent
SIZE = 24
AMOUNTS = [0.001, 0.25, 1 / 3, 0.5, 0.7, 0.999]


def detail_vectors() -> dict[str, Any]:
    """Details as texts: scaled, blended, and their numbers."""
    first, second = _details()
    return {
        "texts": [{"numbers": detail.tolist(), "text": _text(detail)} for detail in (first, second)],
        "scaled": [{"amount": amount, "text": _text(amount * first)} for amount in AMOUNTS],
        "blended": [{"share": share, "text": _text(first + share * (second - first))} for share in AMOUNTS],
    }


def _details() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(SIZE,) float64 twice, of numbers that float16 holds exactly, its subnormal ones and limits among
    them.
    """
    generator = np.random.default_rng(7)
    first, second = generator.normal(0, 2, (2, SIZE))
    first[:6] = [0, 1, -1, 100, -100, 2**-24]
    second[:6] = [3, 0, 2**-14, -100, 100, -(2**-15)]
    return first.astype(np.float16).astype(np.float64), second.astype(np.float16).astype(np.float64)


def _text(detail: NDArray[np.float64]) -> str:
    """Rounded once, from float64 to float16: a way over float32 would round twice."""
    return encode_detail(detail.astype(np.float16).astype(np.float32))


def wav_vectors() -> list[dict[str, Any]]:
    """WAV files of sounds that touch both limits, go beyond them, and lie halfway between two steps."""
    sounds = [np.zeros(0), np.zeros(3), np.array([1, -1, 2, -2, 0.5, -0.5]), _halfway(), _noise()]
    return [
        {"samples": sound.tolist(), "rate": rate, "bits": bits, "bytes": _wav(sound, rate, bits)}
        for sound in sounds
        for rate, bits in ((44_100, 24), (48_000, 32))
    ]


def _halfway() -> NDArray[np.float64]:
    return (np.arange(-4, 5) + 0.5) / 2**23


def _noise() -> NDArray[np.float64]:
    return np.random.default_rng(11).uniform(-1, 1, 101).astype(np.float32).astype(np.float64)


def _wav(samples: NDArray[np.float64], rate_hz: int, bits: int) -> str:
    return base64.b64encode(encode_wav(samples.astype(np.float32), rate_hz=rate_hz, bits=bits)).decode()


VECTORS: dict[str, Callable[[], Any]] = {"detail": detail_vectors, "wav": wav_vectors}


def main() -> None:
    """Write one JSON file for each kind of vectors."""
    for name, vectors in VECTORS.items():
        (FOLDER / f"{name}.json").write_text(json.dumps(vectors(), indent=1) + "\n")


if __name__ == "__main__":
    main()
