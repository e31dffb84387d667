"""Mel filters and log-mel spectrograms at any sample rate."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FLOOR = 1e-7
"""Power below which everything counts as silence."""


@cache
def mel_filters(rate_hz: int, frame_samples: int, bands: int, lowest_hz: float = 40.0) -> Floats:
    """Mel filters (frame_samples / 2 + 1, bands): triangles on the scale of O'Shaughnessy (1987), whose
    weights sum to 1 each.
    """
    low, high = (2595 * np.log10(1 + hz / 700) for hz in (lowest_hz, rate_hz / 2))
    edges = 700 * (10 ** (np.linspace(low, high, bands + 2) / 2595) - 1)
    # at least a bin wide on either side, or low bands of short frames would be empty
    widths = np.maximum(np.diff(edges), rate_hz / frame_samples)
    bins = np.arange(frame_samples // 2 + 1)[:, None] * rate_hz / frame_samples
    rising, falling = (bins - edges[1:-1]) / widths[:-1] + 1, (edges[1:-1] - bins) / widths[1:] + 1
    filters = np.maximum(0, np.minimum(rising, falling))
    return np.asarray(filters / filters.sum(axis=0), np.float32)


def frames_of(samples: Floats, frame_samples: int, hop_samples: int) -> Floats:
    """Frames (n, frame_samples) of samples (m,) that lie wholly in them, with a Hann window. A view times it.

    Samples shorter than a frame are padded with silence.
    """
    padded = np.pad(samples, (0, max(0, frame_samples - len(samples))))
    frames = np.lib.stride_tricks.sliding_window_view(padded, frame_samples)[::hop_samples]
    return np.asarray(frames * np.hanning(frame_samples + 1)[:-1].astype(np.float32), np.float32)


def magnitudes(samples: Floats, frame_samples: int, hop_samples: int) -> Floats:
    """STFT magnitudes (frames, frame_samples / 2 + 1) of samples (n,)."""
    spectra = np.fft.rfft(frames_of(samples, frame_samples, hop_samples))
    return np.asarray(np.abs(spectra), np.float32)


def log_mels(samples: Floats, rate_hz: int, frame_samples: int, hop_samples: int, bands: int) -> Floats:
    """Log-mel spectrogram (frames, bands) of samples (n,) in dB; the floor is -70 dB."""
    power = np.square(magnitudes(samples, frame_samples, hop_samples)) / (frame_samples / 2)
    mels = power @ mel_filters(rate_hz, frame_samples, bands)
    return np.asarray(10 * np.log10(mels + FLOOR), np.float32)


def stretched(samples: Floats, tempo: float, frame_samples: int = 1024) -> Floats:
    """Samples (n,) played `tempo` times faster at the same pitch: about (n / tempo,).

    A phase vocoder (Flanagan and Golden, 1966): magnitudes are interpolated in time, phases go on at the
    frequency that was measured between two frames.
    """
    hop = frame_samples // 4
    # silence before the first frame would say nothing of the phases that go on from there
    padded = np.pad(samples, (frame_samples, 2 * frame_samples), "reflect")
    spectra = np.fft.rfft(frames_of(np.asarray(padded, np.float32), frame_samples, hop))
    places = np.arange(0, len(spectra) - 1, tempo)
    index, share = places.astype(int), (places % 1)[:, None]
    sizes = (1 - share) * np.abs(spectra[index]) + share * np.abs(spectra[index + 1])
    steps = np.angle(spectra[index + 1] * np.conj(spectra[index]))
    phases = np.angle(spectra[:1]) + np.concatenate([np.zeros((1, steps.shape[1])), np.cumsum(steps[:-1], 0)])
    return _joined(sizes * np.exp(1j * phases), frame_samples, hop)[
        round(frame_samples / tempo) : round((frame_samples + len(samples)) / tempo)
    ]


def _joined(spectra: NDArray[np.complex128], frame_samples: int, hop: int) -> Floats:
    """Overlap-add of spectra (n, bins) of frames with Hann windows a quarter apart."""
    frames = np.fft.irfft(spectra) * np.hanning(frame_samples + 1)[:-1] / 1.5
    made = np.zeros(len(frames) * hop + frame_samples)
    for number, frame in enumerate(frames):
        made[number * hop : number * hop + frame_samples] += frame
    return made.astype(np.float32)
