"""Apply render options to a finished sound: pitch, filters, trim, length, fade and level."""

import numpy as np
from numpy.typing import NDArray

from sampler.audio.align import (
    END_FADE_SAMPLES,
    REACH_S,
    REST_CEILING,
    START_FADE_SAMPLES,
    align_peak,
    fade_edges,
    find_peak,
)
from sampler.audio.fade import fade_in, fade_out
from sampler.audio.level import saturate, set_peak
from sampler.audio.options import RenderOptions
from sampler.audio.resample import resample
from sampler.constants import PEAK_LEVEL, RATE_HZ

__all__ = ["RenderOptions", "align_peak", "shape"]

Floats = NDArray[np.float32]

ONSET_LEVEL = 0.02
"""The onset is the first sample that reaches this share of the peak, -34 dB."""

CUT_ORDER = 2
LOCKED_LEVEL = 0.7
"""After a filter the peak is moved back to its sample if that lowers the rest by no more than 3 dB."""

SHORTEST_FADE_SAMPLES = 64


def shape(sound: Floats, options: RenderOptions, *, peak_sample: int) -> Floats:
    """Apply `options` to a finished sound float32 (n,) at `RATE_HZ`; returns float32 at `options.rate`.

    Applies pitch, filters, trim, length, fade and level, in this order. The peak stays at `peak_sample` (the
    same time at another rate) unless `trim` is on or a filter removes most of it. Filters have zero phase.
    The result is within +-`PEAK_LEVEL` and zero at both ends. Ignores `seed` and `tune`, which the model
    applies. Deterministic.
    """
    peak = round(peak_sample * options.rate / RATE_HZ)
    if options.pitch or options.rate != RATE_HZ:
        sound = _transpose(sound, options, peak_sample, peak)
    if options.lowcut or options.highcut:
        sound = _relock(fade_edges(_cut(sound, options), peak), options, peak)
    if options.trim:
        sound, peak = _trim(sound, peak)
    if options.length is not None or options.fade is not None:
        sound = _end(sound, options, peak)
    return _set_level(sound, options)


def _transpose(sound: Floats, options: RenderOptions, from_peak: int, to_peak: int) -> Floats:
    """Transpose by resampling, and move the peak from `from_peak` to `to_peak` at `options.rate`."""
    speed = 2 ** (options.pitch / 12)
    resampled = resample(sound, RATE_HZ * speed, options.rate)
    shift = to_peak - round(from_peak * options.rate / (RATE_HZ * speed))
    moved = np.pad(resampled, (shift, 0)) if shift > 0 else resampled[-shift:]
    level = float(np.abs(sound[from_peak]))
    aligned = align_peak(moved, peak_sample=to_peak, rate_hz=options.rate)
    return set_peak(aligned, to_peak, level)


def _cut(sound: Floats, options: RenderOptions) -> Floats:
    """Apply Butterworth filters with zero phase: transients do not move, layered sounds stay in phase."""
    n_fft = 1 << (len(sound) + 8192).bit_length()
    bins_hz = np.fft.rfftfreq(n_fft, 1 / options.rate)
    power = np.ones(len(bins_hz))
    if options.highcut:
        power /= 1 + (bins_hz / options.highcut) ** (2 * CUT_ORDER)
    if options.lowcut:
        power /= 1 + (options.lowcut / np.maximum(bins_hz, 1e-3)) ** (2 * CUT_ORDER)
    spectrum = np.fft.rfft(sound, n_fft) * np.sqrt(power)
    return np.fft.irfft(spectrum, n_fft)[: len(sound)].astype(np.float32)


def _relock(sound: Floats, options: RenderOptions, peak: int) -> Floats:
    """Move the peak back to its sample, unless so little of it is left that the rest would be squashed."""
    reach = round(REACH_S * options.rate)
    near = np.abs(sound[max(0, peak - reach) : peak + reach + 1]).max()
    if near <= LOCKED_LEVEL * np.abs(sound).max():
        return sound
    return align_peak(sound, peak_sample=peak, rate_hz=options.rate, norm=False)


def _trim(sound: Floats, peak: int) -> tuple[Floats, int]:
    """Cut before the onset, with a short fade in; returns the sound and its new peak sample."""
    onset = int(np.argmax(np.abs(sound[: peak + 1]) >= ONSET_LEVEL * np.abs(sound[peak])))
    start = max(0, onset - START_FADE_SAMPLES // 2)
    return fade_in(sound[start:], min(START_FADE_SAMPLES // 2, peak - start)), peak - start


def _end(sound: Floats, options: RenderOptions, peak: int) -> Floats:
    """Cut or extend to `length`, and fade out over `fade`, which never reaches the peak."""
    if options.length is not None:
        length = max(round(options.length * options.rate), peak + 2)
        sound = np.pad(sound[:length], (0, max(0, length - len(sound))))
    fade = END_FADE_SAMPLES if options.fade is None else round(options.fade * options.rate)
    return fade_out(sound, min(max(fade, SHORTEST_FADE_SAMPLES), len(sound) - 1 - peak))


def _set_level(sound: Floats, options: RenderOptions) -> Floats:
    peak = find_peak(sound)
    level = float(np.abs(sound[peak]))
    if options.norm and level > 0:
        sound, level = set_peak(sound, peak, PEAK_LEVEL), PEAK_LEVEL
    if options.gain > 0:
        loud = saturate(sound * np.float32(10 ** (options.gain / 20)))
        return _keep_peak(loud, peak) if level > 0 else loud
    if options.gain < 0:
        return sound * np.float32(10 ** (options.gain / 20))
    return sound


def _keep_peak(loud: Floats, peak: int) -> Floats:
    """Saturation makes samples equal: hold the others so far below the peak that they differ in 16 bits."""
    ceiling = REST_CEILING * np.abs(loud[peak])
    kept: Floats = loud.clip(-ceiling, ceiling)
    kept[peak] = loud[peak]
    return kept
