"""A high-pass for streams, without a shift of phase."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
TRANSITION_SHARE = 0.5
"""Width of the transition as a share of the corner frequency."""

MAIN_LOBE = 3.3
"""A Hamming window's transition in units of rate / taps (Oppenheim and Schafer, 1989, 7.5)."""


class HighPass:
    """A windowed-sinc filter, applied block by block through FFTs. It delays nothing but the first block."""

    def __init__(self, corner_hz: float, rate_hz: int) -> None:
        """Take the frequency at which the gain is one half, and the sample rate."""
        self._half = int(np.ceil(MAIN_LOBE * rate_hz / (TRANSITION_SHARE * corner_hz) / 2))
        times = np.arange(-self._half, self._half + 1)
        low = 2 * corner_hz / rate_hz * np.sinc(2 * corner_hz / rate_hz * times) * np.hamming(len(times))
        self._taps = -low / low.sum()
        self._taps[self._half] += 1
        self._past = np.zeros(self._half, np.float32)

    def __call__(self, block: Floats) -> Floats:
        """Take the next block (n,) of the stream; return those samples (m,) that are known by now."""
        known = np.concatenate([self._past, block])
        self._past = known[-2 * self._half :]
        return self._filtered(known)

    def rest(self) -> Floats:
        """The last samples of the stream, (m,)."""
        return self._filtered(np.concatenate([self._past, np.zeros(self._half, np.float32)]))

    def _filtered(self, known: Floats) -> Floats:
        if len(known) < len(self._taps):
            return np.zeros(0, np.float32)
        size = 1 << (len(known) + len(self._taps) - 1).bit_length()
        product = np.fft.rfft(known, size) * np.fft.rfft(self._taps, size)
        return np.fft.irfft(product, size)[len(self._taps) - 1 : len(known)].astype(np.float32)
