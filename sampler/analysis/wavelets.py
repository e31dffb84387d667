"""The wavelet transform that shows the partials of a drum: complex Gaussian wavelets, a quarter tone apart.

Each wavelet is about a period long, so that a glide is followed.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sampler.constants import RATE_HZ

Doubles = NDArray[np.float64]
Complexes = NDArray[np.complex128]
Indices = NDArray[np.int64]

SPECTRUM_SAMPLES, LEAD_SAMPLES, SEEN_S = 32_768, 4_410, 0.3
"""Sounds are shifted so that their peak is at `LEAD_SAMPLES`; partials are followed for `SEEN_S` after it."""

FRAMES, KERNEL_BINS = 256, 128
HOP_S, BIN_HZ = SPECTRUM_SAMPLES / RATE_HZ / FRAMES, RATE_HZ / SPECTRUM_SAMPLES

BANDS_PER_OCTAVE, LOWEST_HZ, HIGHEST_HZ = 24, 21.0, 2400.0
SHORTEST_WAVELET_S = 0.008


class Bank(NamedTuple):
    """Wavelets of `hz` and `sigma_s` (bands,): their spectra `kernels` at `bins` (bands, KERNEL_BINS)."""

    hz: Doubles
    sigma_s: Doubles
    bins: Indices
    kernels: Doubles


class Image(NamedTuple):
    """The wavelet transform, all (bands, frames): coefficients, their products with frequency, powers."""

    waves: Complexes
    flow: Complexes
    power: Doubles


def _make_bank() -> Bank:
    count = int(math.log2(HIGHEST_HZ / LOWEST_HZ) * BANDS_PER_OCTAVE) + 1
    hz = LOWEST_HZ * 2 ** (np.arange(count) / BANDS_PER_OCTAVE)
    sigma_s = np.maximum(1 / hz, SHORTEST_WAVELET_S)
    first = np.maximum(0, np.rint(hz / BIN_HZ).astype(np.int64) - KERNEL_BINS // 2)
    bins = first[:, None] + np.arange(KERNEL_BINS)
    away = 2 * np.pi * sigma_s[:, None] * (bins * BIN_HZ - hz[:, None])
    return Bank(hz, sigma_s, bins, np.exp(-0.5 * away**2) * (bins > 0))


BANK = _make_bank()
ALL_SECONDS = np.arange(FRAMES) * HOP_S - LEAD_SAMPLES / RATE_HZ
SEEN = (ALL_SECONDS >= 0) & (ALL_SECONDS < SEEN_S)
SECONDS = ALL_SECONDS[SEEN]


def wavelet_image(placed: Doubles) -> Image:
    """Every wavelet reaches so few bins that its coefficients come from a short inverse transform."""
    seen = np.fft.rfft(placed)[BANK.bins] * BANK.kernels
    scale = 2 * FRAMES / SPECTRUM_SAMPLES
    waves, flow = (
        scale * np.fft.ifft(part, FRAMES, axis=1)[:, SEEN] for part in (seen, seen * (BANK.bins * BIN_HZ))
    )
    return Image(waves, flow, np.abs(waves) ** 2)
