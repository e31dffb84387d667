"""Figures by which tapes are judged beside the recordings that a model learned from.

No single figure hears order: Fréchet's distance sees the colour of single seconds, tonality whether spectra
have lines that stay, onsets whether something begins, the nearest excerpt whether the tape was copied.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.mels import log_mels, magnitudes
from sampler.measure.frechet import frechet_distance
from sampler.measure.levels import level_db, share_clipped, share_silent

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
BANDS = 40
FINE_S, LAG_S = 0.128, 0.128
"""Length of the frames of fine spectra, and the time between two that are compared."""

FLUX_HOP_S, RISE_FRAMES, APART_S = 0.01, 3, 0.1
SMOOTH_FRAMES, ONSET_DB = 3, 7.0
"""Mean rise of all bands, smoothed over 30 ms and within 30 ms, that counts as an onset. Hisses of narrow
bands rise by up to 6 dB by chance.
"""

COPY_BANDS, COPY_HOP_S = 20, 0.064
COPY_ALARM = 0.3
"""A second whose picture is nearer than this to a second of the training recordings is called a copy."""

SILENT_DB = -60.0


@dataclass(frozen=True)
class Heard:
    """Recordings or tapes, each float32 (n,), at one rate."""

    all: Sequence[Floats]
    rate_hz: int

    def seconds(self) -> list[Floats]:
        """Every whole second."""
        return [second for one in self.all for second in _seconds(one, self.rate_hz)]


def tape_figures(tapes: Heard, unseen: Heard, known: Heard, block_samples: int) -> dict[str, Any]:
    """Figures of tapes beside those of unseen recordings.

    `known` are recordings that the model learned from, `block_samples` is the length of a tape's blocks.
    """
    return {
        "frechet": frechet(tapes, known),
        "frechet_of_unseen": frechet(unseen, known),
        "tonality": tonality(tapes),
        "tonality_of_unseen": tonality(unseen),
        "onsets_per_s": onsets_per_s(tapes),
        "onsets_per_s_of_unseen": onsets_per_s(unseen),
        "level_db": level_db(np.concatenate(tapes.all)),
        "recordings_level_db": level_db(np.concatenate(unseen.all)),
        "drift_db": drift_db(tapes),
        "silent_share": share_silent(tapes.seconds(), SILENT_DB),
        "clipped_share": share_clipped(tapes.seconds()),
        "click": round(float(np.mean([click(tape, block_samples) for tape in tapes.all])), 3),
        "nearest_excerpt": nearest_excerpt(tapes, known),
        "copy_alarm_below": COPY_ALARM,
    }


def frechet(made: Heard, real: Heard) -> float | None:
    """Fréchet distance of statistics of seconds: mean and deviation of every band of log-mels, in dB.

    None where either has fewer than two seconds.
    """
    points = [_second_statistics(heard) for heard in (made, real)]
    if min(map(len, points)) < 2:
        return None
    return round(frechet_distance(*points) / BANDS, 2)


def _second_statistics(heard: Heard) -> Doubles:
    images = [_image(second, heard.rate_hz) for second in heard.seconds()]
    return np.array([np.concatenate([image.mean(axis=0), image.std(axis=0)]) for image in images])


def _image(samples: Floats, rate_hz: int) -> Doubles:
    frame = _even(0.032 * rate_hz)
    return log_mels(samples, rate_hz, frame, frame // 2, BANDS).astype(np.float64)


def tonality(heard: Heard) -> float:
    """How alike fine spectra are 128 ms apart once the mean spectrum is removed: -1 to 1. 0: noise."""
    found = [_tonality(samples, heard.rate_hz) for samples in heard.all if len(samples) >= heard.rate_hz]
    return round(float(np.mean(found)), 3) if found else 0.0


def _tonality(samples: Floats, rate_hz: int) -> float:
    frame, lag = _even(FINE_S * rate_hz), round(LAG_S * rate_hz)
    spectra = np.log(magnitudes(samples, frame, lag // 2) + 1e-4).astype(np.float64)
    spectra -= spectra.mean(axis=0)
    spectra -= spectra.mean(axis=1, keepdims=True)
    sizes = np.sqrt(np.square(spectra).sum(axis=1)) + 1e-9
    return float(np.mean((spectra[2:] * spectra[:-2]).sum(axis=1) / (sizes[2:] * sizes[:-2])))


def onsets_per_s(heard: Heard) -> float:
    """How often all bands together rise by `ONSET_DB` within 30 ms, in a second."""
    count = sum(len(onsets(samples, heard.rate_hz)) for samples in heard.all)
    return round(count * heard.rate_hz / max(1, sum(map(len, heard.all))), 3)


def onsets(samples: Floats, rate_hz: int) -> NDArray[np.int64]:
    """Frames, `FLUX_HOP_S` apart, at which something begins: (n,)."""
    hop = round(FLUX_HOP_S * rate_hz)
    image = log_mels(samples, rate_hz, _even(3.2 * hop), hop, BANDS)
    if len(image) <= RISE_FRAMES + SMOOTH_FRAMES:
        return np.zeros(0, np.int64)
    smooth = np.lib.stride_tricks.sliding_window_view(image, SMOOTH_FRAMES, axis=0).mean(axis=-1)
    rise = np.maximum(0, smooth[RISE_FRAMES:] - smooth[:-RISE_FRAMES]).mean(axis=1)
    reach = round(APART_S / FLUX_HOP_S)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(rise, reach), 2 * reach + 1).max(axis=1)
    found = np.flatnonzero((rise >= ONSET_DB) & (rise >= around))
    return found[np.diff(found, prepend=-reach - 1) > reach]


def drift_db(heard: Heard) -> float:
    """The level of the last quarter of every tape less that of its first, the largest of all, in dB."""
    ends = [(one[: len(one) // 4], one[-(len(one) // 4) :]) for one in heard.all if len(one) > 3]
    found = np.array([level_db(last) - level_db(first) for first, last in ends] or [0.0])
    return round(float(found[np.abs(found).argmax()]), 1)


def click(tape: Floats, block_samples: int) -> float:
    """The mean jump between samples where blocks meet, over the mean of all jumps: 1 without clicks."""
    jumps = np.abs(np.diff(tape.astype(np.float64)))
    edges = jumps[block_samples - 1 :: block_samples]
    return float(edges.mean() / max(1e-12, jumps.mean())) if len(edges) else 1.0


def nearest_excerpt(made: Heard, known: Heard) -> float | None:
    """The least distance of a second of `made` from any second of `known`; None without sounding seconds.

    Pictures are coarse log-mels without the mean spectrum of `known`; the distance is that of the pictures
    over the size of the made one: 0 for a copy, about 1.4 for two that have nothing in common.
    """
    theirs, mean = _pictures(known, None)
    ours, _ = _pictures(Heard([s for s in made.seconds() if level_db(s) > SILENT_DB], made.rate_hz), mean)
    if not len(ours) or not len(theirs):
        return None
    sizes, squares = np.square(ours).sum(axis=1), np.square(theirs).sum(axis=1)
    nearest = [
        np.sqrt(max(0.0, float((size + squares - 2 * theirs @ one).min())) / max(1e-9, float(size)))
        for one, size in zip(ours, sizes, strict=True)
    ]
    return round(float(min(nearest)), 3)


def _pictures(heard: Heard, mean: Floats | None) -> tuple[Floats, Floats]:
    """Pictures (n, size) of all seconds that begin a hop apart, without the mean spectrum (bands,)."""
    hop = round(COPY_HOP_S * heard.rate_hz)
    images = [
        log_mels(one, heard.rate_hz, _even(2 * hop), hop, COPY_BANDS)
        for one in heard.all
        if len(one) >= heard.rate_hz
    ]
    frames = heard.rate_hz // hop - 1
    middle = np.concatenate(images).mean(axis=0) if mean is None and images else mean
    if not images or middle is None:
        return np.zeros((0, frames * COPY_BANDS), np.float32), np.zeros(COPY_BANDS, np.float32)
    parts = [
        np.lib.stride_tricks.sliding_window_view(image - middle, frames, axis=0).reshape(
            -1, frames * COPY_BANDS
        )
        for image in images
        if len(image) >= frames
    ]
    return np.concatenate(parts), middle


def _seconds(samples: Floats, rate_hz: int) -> list[Floats]:
    return [samples[start : start + rate_hz] for start in range(0, len(samples) - rate_hz + 1, rate_hz)]


def _even(count: float) -> int:
    return 2 * round(count / 2)
