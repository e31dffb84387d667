"""Bits per sample of predictors that learn little or nothing: the baselines of every sequence model.

A net that does not beat linear prediction has learned the spectrum and no more.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sampler.sequence.quantise import LEVELS, Codes, encode, linear_values, step_edges

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
ORDER = 32
HOP, WINDOW = 64, 1024
"""Linear prediction adapts each hop to the window before it."""

DIAGONAL = 1e-4
RECENT = 64
"""About how many errors decide how wide the next distribution is."""


def counted_bits(training: Iterable[Floats], unseen: Iterable[Floats], quantisation: str) -> dict[str, float]:
    """Bits per sample of codes of unseen audio, by how often each occurs in training ("order 0") and by how
    often it follows the code before it ("order 1"); each code and pair counts a little even if never seen.
    """
    pairs = np.zeros((LEVELS, LEVELS))
    for samples in training:
        codes = encode(samples, quantisation)
        counted = np.bincount(LEVELS * codes[:-1] + codes[1:], minlength=LEVELS**2)
        pairs += counted.reshape(LEVELS, LEVELS)
    alone = pairs.sum(axis=0) + 1
    alone /= alone.sum()
    # a pair that was never seen counts as the single code does
    conditional = (pairs + LEVELS * alone) / (pairs.sum(axis=1, keepdims=True) + LEVELS)
    costs: dict[str, list[Doubles]] = {"order_0": [], "order_1": []}
    for samples in unseen:
        codes = encode(samples, quantisation)
        costs["order_0"].append(-np.log2(alone[codes[1:]]))
        costs["order_1"].append(-np.log2(conditional[codes[:-1], codes[1:]]))
    return {name: float(np.mean(np.concatenate(each))) for name, each in costs.items()}


def linear_prediction_bits(unseen: Iterable[Floats], quantisation: str) -> float:
    """Bits per sample of unseen audio by linear prediction of order 32 that adapts to what went before.

    Coefficients follow from the autocorrelation of the last `WINDOW` samples (Makhoul, "Linear Prediction",
    1975), the scale of the logistic distribution of the error from the last errors. Nothing is learned, and
    no side information is needed. Only quantised samples are seen.
    """
    costs = [_linear_prediction_costs(samples, quantisation) for samples in unseen]
    return float(np.mean(np.concatenate(costs)))


def _linear_prediction_costs(samples: Floats, quantisation: str) -> Doubles:
    codes = encode(samples, quantisation)
    heard = linear_values(quantisation)[codes].astype(np.float64)
    hops = len(heard) // HOP
    known = np.concatenate([np.zeros(WINDOW), heard])
    past = np.lib.stride_tricks.sliding_window_view(known, WINDOW)[: hops * HOP : HOP]
    coefficients = _coefficients(past)
    before = np.lib.stride_tricks.sliding_window_view(known[WINDOW - ORDER :], ORDER)[: hops * HOP]
    expected = np.einsum("hko,ho->hk", before.reshape(hops, HOP, ORDER), coefficients[:, ::-1]).reshape(-1)
    errors = np.abs(heard[: hops * HOP] - expected)
    return _logistic_costs(codes[: hops * HOP], expected, _scales(errors), quantisation)


def _coefficients(past: Doubles) -> Doubles:
    """Prediction coefficients (n, order) for windows of the past (n, window), nearest sample first."""
    spectra = np.abs(np.fft.rfft(past * np.hanning(2 * WINDOW)[:WINDOW], 2 * WINDOW)) ** 2
    correlation = np.asarray(np.fft.irfft(spectra), np.float64)[:, : ORDER + 1]
    correlation[:, 0] = correlation[:, 0] * (1 + DIAGONAL) + 1e-9
    lags = np.abs(np.arange(ORDER)[:, None] - np.arange(ORDER))
    solved = np.linalg.solve(correlation[:, lags], correlation[:, 1:, None])[:, :, 0]
    return np.asarray(solved, np.float64)


def _scales(errors: Doubles) -> Doubles:
    """The scale of a logistic distribution for each error (n,), from the errors before it, decaying."""
    decay = np.exp(-np.arange(16 * RECENT) / RECENT)
    size = 1 << (len(errors) + len(decay)).bit_length()
    smoothed = np.fft.irfft(np.fft.rfft(errors, size) * np.fft.rfft(decay / decay.sum(), size), size)
    before = np.concatenate([[errors.mean()], smoothed[: len(errors) - 1]])
    # the mean magnitude of a logistic distribution is twice the logarithm of 2 of its scale
    scales: Doubles = np.maximum(before / (2 * np.log(2)), 1e-5)
    return scales


def _logistic_costs(codes: Codes, expected: Doubles, scales: Doubles, quantisation: str) -> Doubles:
    edges = np.asarray(step_edges(quantisation), np.float64)
    edges[0], edges[-1] = -np.inf, np.inf
    bounds = [np.clip((edges[codes + upper] - expected) / scales, -60, 60) for upper in (0, 1)]
    below, above = (1 / (1 + np.exp(-bound)) for bound in bounds)
    # one part in a thousand for all codes alike: an outlier costs bits, but not all
    costs: Doubles = -np.log2(0.999 * (above - below) + 0.001 / LEVELS)
    return costs
