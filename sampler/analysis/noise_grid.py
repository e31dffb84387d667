"""Noise as band gains over time: the grid on which a sound is measured, and from which it is made again.

A grid covers a range of frequencies with frames of one length. Long frames tell low bands apart, short ones
follow an attack, so a drum has one grid of each (`LOW`, `HIGH` in `parts`). Frames overlap by half under sine
windows, whose squares add up to one (Princen and Bradley, 1986).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sampler.constants import RATE_HZ

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
SILENT_GAIN = 1e-9


@dataclass(frozen=True)
class NoiseGrid:
    """Bands from `low_hz` to `high_hz` in frames of `n_fft` samples, at `knots` of all frames of `length`.

    `fade_in_hz` and `fade_out_hz` are ranges where this grid takes over from the one below, and hands over to
    the one above; None where there is none.
    """

    length_samples: int
    n_fft: int
    low_hz: float
    high_hz: float
    bands: int
    knots: int
    fade_in_hz: tuple[float, float] | None = None
    fade_out_hz: tuple[float, float] | None = None

    @property
    def hop(self) -> int:
        """Samples from one frame to the next."""
        return self.n_fft // 2

    @property
    def frames(self) -> int:
        return self.length_samples // self.hop + 1

    @property
    def size(self) -> int:
        """Log gains of one sound: bands times knots."""
        return self.bands * self.knots

    @cached_property
    def bins(self) -> NDArray[np.intp]:
        """Bins of the spectrum that the grid covers."""
        hz = np.fft.rfftfreq(self.n_fft, 1 / RATE_HZ)
        return np.flatnonzero((hz >= self.low_hz) & (hz <= self.high_hz))

    @cached_property
    def window(self) -> Doubles:
        return np.asarray(np.sin(np.pi * (np.arange(self.n_fft) + 0.5) / self.n_fft))

    @cached_property
    def at_knots(self) -> NDArray[np.intp]:
        """Frames at which gains may bend (knots,): half of them the first ones, then at growing distances."""
        dense = self.knots // 2
        late = np.geomspace(1, self.frames - dense, self.knots - dense + 1)[1:]
        spread = np.maximum(np.rint(late), np.arange(1, len(late) + 1)).astype(np.intp)
        return np.concatenate([np.arange(dense), dense - 1 + spread])

    @cached_property
    def lines(self) -> Floats:
        """Straight lines between values at knots: (knots, frames)."""
        rows = [np.interp(np.arange(self.frames), self.at_knots, row) for row in np.eye(self.knots)]
        return np.asarray(rows, np.float32)

    @cached_property
    def between_bands(self) -> Floats:
        """Straight lines on the mel scale between values at band centres: (bands, bins)."""
        low, high = _to_mel(np.array([max(self.low_hz, 20.0), self.high_hz]))
        bins = _to_mel(self.bins * RATE_HZ / self.n_fft)
        centres = np.linspace(low, high, self.bands)
        return np.asarray([np.interp(bins, centres, row) for row in np.eye(self.bands)], np.float32)

    @cached_property
    def crossfade(self) -> Floats:
        """Gains (bins,) with which neighbouring grids add up to one in power."""
        hz, gains = self.bins * RATE_HZ / self.n_fft, np.ones(len(self.bins))
        if self.fade_in_hz:
            gains *= np.sin(np.pi / 2 * _share(hz, self.fade_in_hz))
        if self.fade_out_hz:
            gains *= np.cos(np.pi / 2 * _share(hz, self.fade_out_hz))
        return np.asarray(gains, np.float32)

    @cached_property
    def cells(self) -> Floats:
        """Share of time and of mel bands that each gain stands for: (size,)."""
        seconds = np.gradient(self.at_knots) * self.hop / self.length_samples
        return np.asarray(np.tile(seconds / self.bands, self.bands), np.float32)

    def measure(self, sound: Floats | Doubles, quietest_gain: float | None = None) -> Doubles:
        """Gains (bands, frames) that would shape white noise of unit variance into a sound (length,)."""
        padded = np.pad(sound, self.n_fft // 2)
        frames = np.lib.stride_tricks.sliding_window_view(padded, self.n_fft)[:: self.hop] * self.window
        spectrum = np.fft.rfft(frames)[:, self.bins]
        power = (spectrum.real**2 + spectrum.imag**2) / np.sum(self.window**2)
        weights = self.between_bands / np.maximum(self.between_bands.sum(1, keepdims=True), SILENT_GAIN)
        return np.asarray(np.sqrt(power @ weights.T).T)

    def log_gains(self, gains: Doubles, quietest_gain: float) -> Doubles:
        """Natural logarithms at knots (size,) of gains (bands, frames), of at least `quietest_gain` each."""
        return np.asarray(np.log(np.maximum(gains, quietest_gain)) @ self._nearest_knots).ravel()

    @cached_property
    def _nearest_knots(self) -> Doubles:
        return np.asarray(np.linalg.pinv(self.lines.astype(np.float64)))


def _share(hz: Doubles, limits: tuple[float, float]) -> Doubles:
    return np.clip((hz - limits[0]) / (limits[1] - limits[0]), 0, 1)


def _to_mel(hz: Doubles) -> Doubles:
    return np.asarray(2595 * np.log10(1 + hz / 700))
