"""Attack and decay of hits, and the frame that holds nearly all of them whole."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sampler.audio.prepare import CUT_FADE_OUT_SAMPLES, Prepared
from sampler.constants import MAX_SOUND_S, RATE_HZ

AUDIBLE = 10 ** (-40 / 20)
"""Samples more than 40 dB below the peak are inaudible."""

HELD_SHARE = 0.95
"""Share of the hits that a proposed frame holds whole. The longest, often damaged ones would double it."""

SHOWN_SHARE = 0.99
"""The range of a histogram covers this share of the hits; the others are counted in its last bar."""

BARS = 32
ATTACK_STEP_S, LENGTH_STEP_S = 0.001, 0.01

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Timing:
    """Seconds from the first audible sample to the peak, and from the peak to the last audible one.

    `is_cut`: the hit is still audible where it ends or was cut at `MAX_SOUND_S`.
    """

    attack_s: float
    decay_s: float
    is_cut: bool


def timing(sound: Prepared) -> Timing:
    """Measure one hit. Samples within 40 dB of its peak are audible."""
    magnitude = np.abs(sound.samples)
    audible = np.flatnonzero(magnitude >= AUDIBLE * magnitude[sound.peak])
    first, last = int(audible[0]), int(audible[-1])
    is_cut = last >= _end(sound) - max(2, RATE_HZ // 1000)
    return Timing((sound.peak - first) / RATE_HZ, (last - sound.peak) / RATE_HZ, is_cut)


def _end(sound: Prepared) -> int:
    """Index where the hit ends, or where the fade of a cut begins; only such a fade ends at exactly zero."""
    length = len(sound.samples)
    is_faded = length == int(MAX_SOUND_S * RATE_HZ) and sound.samples[-1] == 0
    return length - CUT_FADE_OUT_SAMPLES if is_faded else length


def timing_summary(timings: list[Timing]) -> dict[str, Any]:
    """Histograms of attack and decay, and the attack and length proposed, each with the sentence why.

    `quantiles` are 101 values, which 0, 1, … 100 % of the hits do not exceed. `cut` is the number of cut
    hits.
    """
    attacks, decays = (np.array([getattr(item, key) for item in timings]) for key in ("attack_s", "decay_s"))
    attack_s, decay_s = (
        _rounded_up(float(np.quantile(values, HELD_SHARE, method="higher")), step_s)
        for values, step_s in ((attacks, ATTACK_STEP_S), (decays, LENGTH_STEP_S))
    )
    length_s = min(MAX_SOUND_S, _rounded_up(attack_s + decay_s, LENGTH_STEP_S))
    cut = sum(item.is_cut for item in timings)
    return {
        "attack": {**_histogram(attacks), "proposed_s": attack_s, "why": _why_attack(attacks, attack_s)},
        "decay": {
            **_histogram(decays),
            "proposed_s": length_s,
            "why": _why_length(decays, decay_s, length_s),
            "cut": cut,
        },
    }


def _rounded_up(value_s: float, step_s: float) -> float:
    return round(max(step_s, math.ceil(value_s / step_s - 1e-6) * step_s), 6)


def _histogram(values: Floats) -> dict[str, Any]:
    """Counts over equal parts of the range; the last part also counts all larger values."""
    top = max(float(np.quantile(values, SHOWN_SHARE)), 1e-3)
    counts, edges = np.histogram(np.minimum(values, top), BARS, (0, top))
    quantiles = np.quantile(values, np.linspace(0, 1, 101))
    return {
        "edges": np.round(edges, 6).tolist(),
        "counts": counts.tolist(),
        "quantiles": np.round(quantiles, 6).tolist(),
    }


def _why_attack(attacks: Floats, attack_s: float) -> str:
    return (
        f"{_share(attacks, attack_s)} of these sounds reach their peak within {_shown(attack_s)} of their "
        "first audible moment, so nothing of their beginning is cut off."
    )


def _why_length(decays: Floats, decay_s: float, length_s: float) -> str:
    within = min(decay_s, MAX_SOUND_S)
    return (
        f"{_share(decays, within)} of these sounds have fallen by 40 dB within {_shown(within)} of their "
        f"peak, so {_shown(length_s)} holds their attack and what is heard of their tail."
    )


def _share(values: Floats, limit_s: float) -> str:
    """The share of values within the limit as text, rounded down so that it is never overstated."""
    return f"{math.floor(100 * float((values <= limit_s + 1e-9).mean()))} %"


def _shown(seconds: float) -> str:
    return f"{round(1000 * seconds)} ms" if seconds < 0.2 else f"{seconds:.2f} s"
