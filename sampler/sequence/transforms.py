"""Frames of audio as real coefficients and back, each transform as one matrix.

A frame has `frame_samples`; the next one begins `hop_samples` later. Analysis is `frame @ matrix`, synthesis
`coefficients @ matrix.T`, with frames that overlap added.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
TRANSFORMS = ("dct", "fft")


@dataclass(frozen=True)
class Transform:
    """A transform whose synthesis of its analysis is the audio itself."""

    matrix: Floats
    """(frame_samples, coefficients)"""
    hop_samples: int

    @property
    def frame_samples(self) -> int:
        return len(self.matrix)

    @property
    def coefficients(self) -> int:
        return int(self.matrix.shape[1])


def transform(name: str, frame_samples: int, *, lapped: bool) -> Transform:
    """The transform "dct" or "fft" of frames that overlap by half, or of blocks side by side.

    Lapped frames have sine windows. The lapped cosine transform is the MDCT (Princen, Johnson and Bradley,
    1987): it has as many coefficients as new samples. The lapped Fourier transform has twice as many.
    Raises ValueError for another name or an odd length.
    """
    if name not in TRANSFORMS or frame_samples % 4:
        raise ValueError(f"transform is {' or '.join(TRANSFORMS)}, and its frame a multiple of 4 samples")
    if not lapped:
        matrix = _cosines(frame_samples) if name == "dct" else _waves(frame_samples)
        return Transform(matrix.astype(np.float32), frame_samples)
    window = np.sin(np.pi * (np.arange(frame_samples) + 0.5) / frame_samples)
    matrix = window[:, None] * (_lapped_cosines(frame_samples) if name == "dct" else _waves(frame_samples))
    return Transform(matrix.astype(np.float32), frame_samples // 2)


def _cosines(size: int) -> Doubles:
    """The orthonormal DCT of type 2: (size, size)."""
    times, orders = np.arange(size)[:, None] + 0.5, np.arange(size)
    matrix = np.sqrt(2 / size) * np.cos(np.pi / size * times * orders)
    matrix[:, 0] /= np.sqrt(2)
    return np.asarray(matrix)


def _lapped_cosines(size: int) -> Doubles:
    """The MDCT without its window: (size, size / 2)."""
    half = size // 2
    times, orders = np.arange(size)[:, None] + 0.5 + half / 2, np.arange(half) + 0.5
    return np.asarray(np.sqrt(2 / half) * np.cos(np.pi / half * times * orders))


def _waves(size: int) -> Doubles:
    """The orthonormal real Fourier transform, cosines and sines in turn: (size, size)."""
    angles = 2 * np.pi / size * np.arange(size)[:, None] * np.arange(1, size // 2)
    matrix = np.empty((size, size))
    matrix[:, 0], matrix[:, -1] = 1, np.cos(np.pi * np.arange(size))
    matrix[:, 1:-1:2], matrix[:, 2:-1:2] = np.sqrt(2) * np.cos(angles), np.sqrt(2) * np.sin(angles)
    return np.asarray(matrix / np.sqrt(size))
