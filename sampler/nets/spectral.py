"""Short-time Fourier transforms as matrices, so that a decoder exports to LiteRT and every backend can run
it.

`keras.ops.istft` exports to LiteRT but the file cannot be loaded; a real DFT written as one matrix product
with reshape-and-add overlap is exact, differentiable and, at 256 points, as fast.
"""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
DENSE_FRAMES = 24
"""The first frames of an envelope, each of which has a knot: its attack and the start of its decay."""


def periodic_hann(n_fft: int) -> NDArray[np.float64]:
    """Hann window of `n_fft` samples whose shifted copies add up to a constant."""
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)


def analysis_matrix(n_fft: int) -> FloatArray:
    """Windowed real DFT: (n_fft,) samples @ (n_fft, 2 * bins) = real parts, then imaginary parts."""
    angle = 2 * np.pi * np.outer(np.arange(n_fft), np.arange(n_fft // 2 + 1)) / n_fft
    dft = np.concatenate([np.cos(angle), -np.sin(angle)], axis=1)
    return np.asarray(periodic_hann(n_fft)[:, None] * dft, np.float32)


def synthesis_matrix(n_fft: int, hop: int) -> FloatArray:
    """Inverse of `analysis_matrix` under overlap-add at `hop`: window and normalisation folded in.

    Shape (2 * bins, n_fft), float32. Griffin and Lim (1984), least-squares overlap-add.
    """
    bins = n_fft // 2 + 1
    angle = 2 * np.pi * np.outer(np.arange(bins), np.arange(n_fft)) / n_fft
    weight = np.full((bins, 1), 2.0 / n_fft)
    weight[[0, -1]] = 1.0 / n_fft
    inverse = np.concatenate([weight * np.cos(angle), -weight * np.sin(angle)])
    window = periodic_hann(n_fft)
    return (inverse * window / (np.sum(window**2) / hop)).astype(np.float32)


def mel_interpolation(bands: int, n_fft: int, rate_hz: float, low_hz: float = 40.0) -> FloatArray:
    """Triangles on the mel scale that sum to one at every bin: (bands, n_fft // 2 + 1), float32.

    Multiplying band gains by it draws straight lines between band centres (O'Shaughnessy's mel scale).
    ValueError where bands are so many that some hold no bin.
    """
    low, high = _to_mel(np.array([low_hz, rate_hz / 2]))
    centres = np.linspace(low, high, bands)
    bins = _to_mel(np.linspace(0, rate_hz / 2, n_fft // 2 + 1))
    rows = np.asarray([np.interp(bins, centres, row) for row in np.eye(bands)], np.float32)
    if not rows.any(axis=1).all():
        raise ValueError(f"{n_fft} points are too few for {bands} bands: some have no bin")
    return rows


def _to_mel(hz: NDArray[np.float64]) -> NDArray[np.float64]:
    mel: NDArray[np.float64] = 2595 * np.log10(1 + hz / 700)
    return mel


def envelope_knots(knots: int, frames: int) -> NDArray[np.intp]:
    """Frames at which an envelope may bend, (knots,): the first `DENSE_FRAMES`, then at growing distances.

    `DENSE_FRAMES` < knots <= frames is required.
    """
    late = np.geomspace(1, frames - DENSE_FRAMES, knots - DENSE_FRAMES + 1)[1:]
    spread = np.maximum(np.rint(late), np.arange(1, len(late) + 1)).astype(np.intp)
    return np.concatenate([np.arange(DENSE_FRAMES), DENSE_FRAMES - 1 + spread])


def knot_interpolation(knots: NDArray[np.intp], frames: int) -> FloatArray:
    """Straight lines between values at knots: (knots, frames), float32."""
    rows = [np.interp(np.arange(frames), knots, row) for row in np.eye(len(knots))]
    return np.asarray(rows, np.float32)


def circular_noise_spectrum(frames: int, n_fft: int, hop: int, seed: int) -> FloatArray:
    """Spectrum of unit-variance white noise that repeats after `frames` hops: (frames, 2 * bins), float32.

    Rotating its rows starts the noise at another frame, which gives new noise without new data.
    """
    noise = np.random.default_rng(seed).standard_normal(frames * hop)
    index = (np.arange(frames)[:, None] * hop + np.arange(n_fft)) % noise.size
    return np.asarray(noise[index] @ analysis_matrix(n_fft), np.float32)


def band_gains(audio: FloatArray, bands: int, n_fft: int, hop: int, rate_hz: float) -> FloatArray:
    """Gains that would shape unit white noise into these sounds: (n, samples) -> (n, frames, bands), float32.

    The root of each band's mean power over that of white noise, per frame of `n_fft` samples, centred.
    """
    weights = mel_interpolation(bands, n_fft, rate_hz)
    weights = (weights / weights.sum(axis=1, keepdims=True)).T
    white_power = np.sum(periodic_hann(n_fft) ** 2)
    matrix, bins = analysis_matrix(n_fft), n_fft // 2 + 1
    gains = np.empty((len(audio), audio.shape[1] // hop + 1, bands), np.float32)
    for sound, out in zip(audio, gains, strict=True):
        padded = np.pad(sound, n_fft // 2)
        frames = np.lib.stride_tricks.sliding_window_view(padded, n_fft)[::hop]
        spectrum = frames @ matrix
        power = spectrum[:, :bins] ** 2 + spectrum[:, bins:] ** 2
        out[:] = np.sqrt(power @ weights / white_power)
    return gains
