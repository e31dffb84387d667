"""Removing silence from a stream."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
SILENT_LEVEL = 1e-3
"""A window whose samples lie within this of their middle (-60 dBFS) is silent; DC alone is silence, too."""

WINDOW_S = 0.02
KEPT_S = 0.5
"""This much of a silence stays: rests belong to music."""


class SilenceGate:
    """Passes a stream on without the silences at its start and beyond `KEPT_S` of all others.

    So the stream is cut where it is silent, which cannot be heard. `dropped_samples` counts what was removed.
    """

    def __init__(self, rate_hz: int) -> None:
        """Take the sample rate of the stream."""
        self._window, self._most = max(1, round(WINDOW_S * rate_hz)), round(KEPT_S / WINDOW_S)
        self._past = np.zeros(0, np.float32)
        self._silent_for = self._most  # silence at the start is dropped
        self.dropped_samples = 0

    def __call__(self, block: Floats) -> Floats:
        """Take the next block (n,); return what is kept of all whole windows so far, (m,)."""
        known = np.concatenate([self._past, block])
        count = len(known) // self._window
        self._past = known[count * self._window :]
        windows = known[: count * self._window].reshape(count, self._window)
        kept = windows[self._sounding(windows)].reshape(-1)
        self.dropped_samples += windows.size - kept.size
        return kept

    def rest(self) -> Floats:
        """What is left at the end of the stream: less than a window."""
        if self._silent_for < self._most:
            return self._past
        self.dropped_samples += len(self._past)
        return np.zeros(0, np.float32)

    def _sounding(self, windows: Floats) -> NDArray[np.bool_]:
        """Which of the windows (n, samples) to keep: (n,)."""
        if not len(windows):
            return np.zeros(0, np.bool_)
        loud = np.ptp(windows, axis=1) >= 2 * SILENT_LEVEL
        indices = np.arange(len(windows))
        last_loud = np.maximum.accumulate(np.where(loud, indices, -1))
        silent_for = np.where(last_loud >= 0, indices - last_loud, indices + 1 + self._silent_for)
        self._silent_for = int(silent_for[-1])
        return np.asarray(silent_for <= self._most)
