"""Spectra of drum sounds, and the distances and descriptors computed from them.

The encoder's input, the map's axes and the evaluation use the same functions. Batches are float32 (N, L),
mono at `RATE_HZ`.
"""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from sampler.constants import MODEL_LENGTH_SAMPLES, MODEL_PEAK_SAMPLE, RATE_HZ

Floats = NDArray[np.float32]

MEL_BANDS = 64
MEL_N_FFT, MEL_HOP = 1024, 256
MEL_LOW_HZ, MEL_HIGH_HZ = 30.0, 20_000.0
RANGE_DB = 80.0
"""Distances ignore levels further than this below the loudest bin of the reference."""

MRSTFT_N_FFT = (2048, 512, 128)
CHUNK = 64
"""Sounds analysed at a time: bounds the memory of large batches."""


@lru_cache
def _window(n_fft: int) -> Floats:
    """Periodic Hann window (n_fft,)."""
    return np.hanning(n_fft + 1)[:-1].astype(np.float32)


def stft_magnitude(batch: Floats, n_fft: int, hop: int | None = None) -> Floats:
    """STFT magnitudes (N, frames, n_fft/2+1) of (N, L), with a Hann window and zero padding at both ends.

    Frames are centred; the hop is `hop`, or n_fft/4.
    """
    hop = hop or n_fft // 4
    padded = np.pad(batch.astype(np.float32, copy=False), ((0, 0), (n_fft // 2, n_fft // 2)))
    frames = sliding_window_view(padded, n_fft, axis=1)[:, ::hop] * _window(n_fft)
    magnitude: Floats = np.abs(np.fft.rfft(frames)).astype(np.float32, copy=False)
    return magnitude


@lru_cache
def mel_matrix() -> Floats:
    """Mel filters (513, 64): triangles on the mel scale of O'Shaughnessy (1987). Each one's weights sum to 1.

    Low bands narrower than a bin take the nearest bin.
    """
    edges_hz = _mel_edges_hz()
    bins_hz = np.linspace(0, RATE_HZ / 2, MEL_N_FFT // 2 + 1)[:, None]
    low, centre, high = edges_hz[:-2], edges_hz[1:-1], edges_hz[2:]
    weights = np.minimum((bins_hz - low) / (centre - low), (high - bins_hz) / (high - centre)).clip(0)
    for band in np.flatnonzero(weights.sum(0) < 0.5):
        weights[:, band] = 0
        weights[np.abs(bins_hz[:, 0] - centre[band]).argmin(), band] = 1
    matrix: Floats = (weights / weights.sum(0)).astype(np.float32)
    return matrix


def _mel_edges_hz() -> NDArray[np.float64]:
    low_mel, high_mel = (2595 * math.log10(1 + hz / 700) for hz in (MEL_LOW_HZ, MEL_HIGH_HZ))
    edges_mel = np.linspace(low_mel, high_mel, MEL_BANDS + 2)
    edges_hz: NDArray[np.float64] = 700 * (10 ** (edges_mel / 2595) - 1)
    return edges_hz


def mel_centres_hz() -> NDArray[np.float64]:
    """Centres (64,) of the mel filters."""
    return _mel_edges_hz()[1:-1]


def log_mel(batch: Floats, hop: int = MEL_HOP) -> Floats:
    """Log-mel spectrograms (N, frames, 64) in dB of (N, L): 1024-point frames, floor -100 dB."""
    return np.concatenate(
        [10 * np.log10(_mel_power(chunk, hop) + np.float32(1e-10)) for chunk in _chunks(batch)]
    )


def _mel_power(batch: Floats, hop: int) -> Floats:
    power = stft_magnitude(batch, MEL_N_FFT, hop) ** 2
    # one product over all frames: many small products take much longer on busy cores
    mel: Floats = power.reshape(-1, power.shape[2]) @ mel_matrix()
    return mel.reshape(*power.shape[:2], -1)


def log_mel_distance(made: Floats, real: Floats) -> NDArray[np.float64]:
    """(N,) dB: mean absolute log-mel difference of two (N, L), floored 80 dB below the maximum of `real`."""
    return mean_difference(log_mel(made), log_mel(real))


def mrstft_distance(made: Floats, real: Floats) -> NDArray[np.float64]:
    """(N,) dB: mean absolute difference of log magnitudes over three resolutions (Yamamoto et al., 2020).

    Floored 80 dB below the largest bin of `real`. Two draws of the same noise differ by 6 dB in expectation.
    """
    return np.concatenate(
        [
            np.mean(
                [mean_difference(*(_decibels(part, n_fft) for part in pair)) for n_fft in MRSTFT_N_FFT],
                axis=0,
            )
            for pair in zip(_chunks(made), _chunks(real), strict=True)
        ]
    )


def frame_weights(count: int, length: int, late_weight: float) -> Floats:
    """Weights (count,) of frames spread over `length` samples, with mean 1.

    A frame after 0.37 s has `late_weight` times the weight of an earlier one.
    """
    early = np.linspace(0, length, count) <= MODEL_LENGTH_SAMPLES
    weights = np.where(early, 1.0, late_weight)
    return np.asarray(weights / weights.mean(), np.float32)


def _chunks(batch: Floats) -> list[Floats]:
    return [batch[start : start + CHUNK] for start in range(0, max(1, len(batch)), CHUNK)]


def _decibels(batch: Floats, n_fft: int, hop: int | None = None) -> Floats:
    decibels: Floats = 20 * np.log10(stft_magnitude(batch, n_fft, hop) + np.float32(1e-12))
    return decibels


def mean_difference(made_db: NDArray[np.floating], real_db: Floats) -> NDArray[np.float64]:
    """(N,) dB: mean absolute difference of images (N, frames, bands) in dB.

    `real_db` may hold one image for all N. Both are floored 80 dB below the maximum of `real_db`.
    """
    floor = real_db.max((1, 2), keepdims=True) - np.float32(RANGE_DB)
    difference = np.abs(np.maximum(made_db, floor) - np.maximum(real_db, floor))
    mean: NDArray[np.float64] = difference.mean((1, 2), dtype=np.float64)
    return mean


class Descriptors(NamedTuple):
    """Descriptors of N sounds; every field is float64 (N,)."""

    brightness_hz: NDArray[np.float64]
    """Spectral centroid of the power spectrum."""
    length_s: NDArray[np.float64]
    """Seconds from the loudest block of 5 ms to the last block within 20 dB of it."""
    pitch_hz: NDArray[np.float64]
    """Frequency of the strongest partial between 80 and 500 Hz after the peak."""
    noisiness: NDArray[np.float64]
    """Spectral flatness, 0 for a tone to 1 for white noise (Johnston, 1988)."""


def descriptors(batch: Floats, *, peak_sample: int = MODEL_PEAK_SAMPLE) -> Descriptors:
    """Describe sounds (N, L); their level has no influence."""
    level = np.abs(batch).max(1, keepdims=True)
    normal = batch / np.maximum(level, np.float32(1e-6))
    power = np.concatenate(
        [(stft_magnitude(part, 2048) ** 2).sum(1, dtype=np.float64) for part in _chunks(normal)]
    )
    bins_hz = np.linspace(0, RATE_HZ / 2, power.shape[1])
    total = power.sum(1) + 1e-12
    flatness = np.exp(np.log(power + 1e-12).mean(1)) / (total / power.shape[1])
    return Descriptors(
        power @ bins_hz / total, _lengths_s(normal), _pitches_hz(normal[:, peak_sample:]), flatness
    )


def _lengths_s(batch: Floats, *, block: int = 220, drop_db: float = 20.0) -> NDArray[np.float64]:
    whole = batch[:, : batch.shape[1] // block * block].reshape(len(batch), -1, block)
    level_db = 10 * np.log10(np.maximum((whole**2).mean(2), 1e-12))
    loud = level_db > level_db.max(1, keepdims=True) - drop_db
    last = loud.shape[1] - 1 - loud[:, ::-1].argmax(1)
    lengths_s: NDArray[np.float64] = (last - level_db.argmax(1)) * block / RATE_HZ
    return lengths_s


def _pitches_hz(tails: Floats, *, window: int = 8192, n_fft: int = 32_768) -> NDArray[np.float64]:
    body = tails[:, :window]
    falling = np.hanning(2 * window)[window : window + body.shape[1]].astype(np.float32)
    bins_hz = np.arange(n_fft // 2 + 1) * RATE_HZ / n_fft
    low, high = np.searchsorted(bins_hz, [80.0, 500.0])
    strongest = [np.abs(np.fft.rfft(part * falling, n_fft))[:, low:high].argmax(1) for part in _chunks(body)]
    pitches_hz: NDArray[np.float64] = bins_hz[low + np.concatenate(strongest)]
    return pitches_hz
