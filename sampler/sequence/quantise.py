"""Samples as codes: 8-bit mu-law or linear steps."""

import numpy as np
from numpy.typing import NDArray

from sampler.errors import BadValue

LEVELS = 256
MU = LEVELS - 1
QUANTISATIONS = ("mu-law", "linear")
SILENT_CODE = LEVELS // 2
"""The code of silence, in both quantisations."""

LINEAR_GAIN = 4.0
"""Networks read each sample twice: companded, and times this gain as it is."""

Floats = NDArray[np.float32]
Codes = NDArray[np.int32]


def encode(samples: Floats, quantisation: str) -> Codes:
    """Codes from 0 to 255 of samples (n,) within -1 to 1. mu-law is that of ITU-T G.711, continuous."""
    companded = compand(samples) if _is_mu_law(quantisation) else samples
    steps = np.floor((companded + 1) / 2 * LEVELS)
    return np.clip(steps, 0, LEVELS - 1).astype(np.int32)


def companded_values() -> Floats:
    """What a network reads of each code: the middle of its step, from -1 to 1, (256,)."""
    return ((np.arange(LEVELS) + 0.5) / LEVELS * 2 - 1).astype(np.float32)


def linear_values(quantisation: str) -> Floats:
    """The sample that each code stands for, (256,)."""
    middles = companded_values()
    return expand(middles) if _is_mu_law(quantisation) else middles


def step_edges(quantisation: str) -> Floats:
    """The samples between which each code lies: (257,), ascending, from -1 to 1."""
    edges = np.linspace(-1, 1, LEVELS + 1).astype(np.float32)
    return expand(edges) if _is_mu_law(quantisation) else edges


def compand(samples: Floats) -> Floats:
    """mu-law companding: -1 to 1 onto -1 to 1, with small values spread out."""
    return np.asarray(np.sign(samples) * np.log1p(MU * np.abs(samples)) / np.log1p(MU), np.float32)


def expand(companded: Floats) -> Floats:
    """The inverse of `compand`."""
    return np.asarray(np.sign(companded) * np.expm1(np.abs(companded) * np.log1p(MU)) / MU, np.float32)


def _is_mu_law(quantisation: str) -> bool:
    if quantisation not in QUANTISATIONS:
        raise BadValue(f"quantisation is {' or '.join(QUANTISATIONS)}, not '{quantisation}'.")
    return quantisation == "mu-law"
