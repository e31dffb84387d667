"""Two estimators of a drum's pitch that `sampler.analysis.pitch` is compared with: YIN and ESPRIT.

Both see a sound below 2.4 kHz at an eighth of the sample rate, since a body lies there.
"""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from sampler.constants import RATE_HZ

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

STEP = 8
LOW_RATE_HZ = RATE_HZ / STEP
SPECTRUM_SAMPLES, LEAD_SAMPLES, KEPT_S = 32_768, 880, 0.4
PASS_HZ, STOP_HZ = 2_400.0, 2_700.0

LONGEST_LAG = int(LOW_RATE_HZ / 28)
SHORTEST_LAG = 2
YIN_HOP_S, YIN_SEEN_S = 0.005, 0.15
OCTAVE_COST, JUMP_COST, MOST_JUMP = 0.03, 2.0, 1.5
APERIODICITY = 0.2

ORDER, ESPRIT_S = 14, (0.01, 0.11)
SLOWEST_DECAY_HZ, HIGHEST_HZ, LOWEST_HZ = 150.0, 2_000.0, 20.0
TILT_DB = 3.0
LEAST_SHARE, MOST_RESIDUE = 0.25, 0.5


class Found(NamedTuple):
    """A frequency, and whether the estimator calls it clear."""

    hz: float
    clear: bool


NOTHING = Found(float("nan"), False)


def low_band(sound: Floats) -> tuple[Doubles, int]:
    """What lies below 2.4 kHz of (L,), at an eighth of its rate, and the index of the peak."""
    peak = int(np.argmax(np.abs(sound)))
    placed, lead = np.zeros(SPECTRUM_SAMPLES), min(peak, LEAD_SAMPLES)
    kept = sound[peak - lead : peak + round(KEPT_S * RATE_HZ)]
    placed[LEAD_SAMPLES - lead : LEAD_SAMPLES - lead + len(kept)] = kept
    spectrum = np.fft.rfft(placed)[: SPECTRUM_SAMPLES // STEP // 2 + 1]
    bins_hz = np.arange(len(spectrum)) * RATE_HZ / SPECTRUM_SAMPLES
    kept_share = ((STOP_HZ - bins_hz) / (STOP_HZ - PASS_HZ)).clip(0, 1)
    return np.fft.irfft(spectrum * kept_share, SPECTRUM_SAMPLES // STEP), LEAD_SAMPLES // STEP


def yin(sound: Floats) -> Found:
    """YIN (de Cheveigné and Kawahara, 2002), with continuity between frames as pYIN has it: (L,) -> Found."""
    low, peak = low_band(sound)
    starts = peak + (np.arange(0, YIN_SEEN_S, YIN_HOP_S) * LOW_RATE_HZ).astype(int)
    frames = [_yin_candidates(low[start : start + 2 * LONGEST_LAG]) for start in starts]
    energies = np.array([np.square(low[start : start + LONGEST_LAG]).sum() for start in starts])
    if energies.max() < 1e-9 or not all(len(frame) for frame in frames):
        return NOTHING
    path = _smoothest(frames)
    weights = energies * (1 - path[:, 1])
    order = np.argsort(path[:, 0])
    sums = np.cumsum(weights[order])
    hz = float(path[order, 0][np.searchsorted(sums, sums[-1] / 2)])
    return Found(hz, bool(np.average(path[:, 1], weights=energies) < APERIODICITY))


def _yin_candidates(frame: Doubles) -> Doubles:
    """Minima of the normalised difference function as (n, 2): frequency in Hz, aperiodicity 0 to 1."""
    window, n_fft = LONGEST_LAG, 1024
    spectra = np.fft.rfft(frame, n_fft), np.fft.rfft(frame[:window], n_fft)
    products = np.fft.irfft(spectra[0] * np.conj(spectra[1]), n_fft)[:window]
    sums = np.concatenate([[0], np.cumsum(frame**2)])
    difference = sums[window] + sums[window : 2 * window] - sums[:window] - 2 * products
    normal = np.ones(window)
    mean = np.maximum(np.cumsum(difference[1:]), 1e-12) / np.arange(1, window)
    normal[1:] = difference[1:] / mean
    inner = normal[1:-1]
    lags = np.flatnonzero((inner < normal[:-2]) & (inner <= normal[2:])) + 1
    lags = lags[lags >= SHORTEST_LAG]
    left, middle, right = normal[lags - 1], normal[lags], normal[lags + 1]
    offset = 0.5 * (left - right) / (left - 2 * middle + right + 1e-12)
    depth = middle - 0.25 * (left - right) * offset
    return np.stack([LOW_RATE_HZ / (lags + offset), depth.clip(0, 1)], 1)


def _smoothest(frames: list[Doubles]) -> Doubles:
    """One candidate a frame, (frames, 2): periodic, without jumps, the shortest period that explains it."""
    octaves = [np.log2(frame[:, 0]) for frame in frames]
    own = [frame[:, 1] - OCTAVE_COST * octave for frame, octave in zip(frames, octaves, strict=True)]
    total, back = own[0], []
    for index in range(1, len(frames)):
        jumps = np.minimum(JUMP_COST * np.abs(octaves[index][:, None] - octaves[index - 1]), MOST_JUMP)
        costs = jumps + total
        back.append(costs.argmin(1))
        total = own[index] + costs.min(1)
    best = [int(total.argmin())]
    for pointers in reversed(back):
        best.append(int(pointers[best[-1]]))
    return np.stack([frame[index] for frame, index in zip(frames, reversed(best), strict=True)])


def esprit(sound: Floats) -> Found:
    """The strongest of the damped sinusoids that ESPRIT (Roy and Kailath, 1989) finds: (L,) -> Found.

    From 10 to 110 ms after the peak, lower ones preferred by 3 dB an octave.
    """
    low, peak = low_band(sound)
    start, stop = (peak + int(second * LOW_RATE_HZ) for second in ESPRIT_S)
    body = low[start:stop]
    energy = float(np.square(body).sum())
    if energy < 1e-7:
        return NOTHING
    poles = _poles(body)
    powers = poles[None] ** np.arange(len(body))[:, None]
    amplitudes = np.linalg.lstsq(powers, body.astype(complex), rcond=None)[0]
    residue = float(np.square(body - (powers @ amplitudes).real).sum()) / energy
    hz = np.angle(poles) * LOW_RATE_HZ / (2 * np.pi)
    energies = 2 * np.abs(amplitudes) ** 2 * (np.abs(powers) ** 2).sum(0)
    decays_hz = -np.log(np.abs(poles) + 1e-12) * LOW_RATE_HZ
    usable = (hz > LOWEST_HZ) & (hz < HIGHEST_HZ) & (decays_hz < SLOWEST_DECAY_HZ)
    if not usable.any():
        return NOTHING
    hz, energies = hz[usable], energies[usable]
    best = int((10 * np.log10(energies + 1e-20) - TILT_DB * np.log2(hz)).argmax())
    return Found(float(hz[best]), bool(energies[best] > LEAST_SHARE * energy and residue < MOST_RESIDUE))


def _poles(body: Doubles) -> NDArray[np.complex128]:
    hankel = sliding_window_view(body, len(body) // 3).T
    values, vectors = np.linalg.eigh(hankel @ hankel.T)
    order = max(1, min(ORDER, int((values > 1e-5 * values[-1]).sum())))
    signal = vectors[:, ::-1][:, :order]
    rotation = np.linalg.lstsq(signal[:-1], signal[1:], rcond=None)[0]
    poles = np.linalg.eigvals(rotation).astype(np.complex128)
    return poles[(np.abs(poles) > 0.5) & (np.abs(poles) < 1.01)]
