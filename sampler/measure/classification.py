"""How often a classifier of recordings is right at several tempi, by excerpt and by piece, and a plain one.

A result counts if it holds at tempi that nobody trained on for a class: the tempo of a rendering is no proof
of who wrote it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sampler.analysis.mels import log_mels, stretched
from sampler.model.classifier import Classifier
from sampler.recordings.store import Recordings

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
TEMPI = (0.8, 0.9, 1.0, 1.1, 1.25)
BANDS, FRAME, HOP = 40, 512, 128
MOST_EXCERPTS = 400
"""Excerpts of each side that are measured, and that the plain classifier learns from."""

RIDGE, STEPS = 1e-2, 300


@dataclass(frozen=True)
class Excerpt:
    """A part of a recording (n,), the number of its class, and its piece."""

    samples: Floats
    label: int
    piece: str


def classification_metrics(
    model: Classifier, training: Recordings, validation: Recordings, stratum: Callable[[str], str]
) -> dict[str, Any]:
    """Shares of held-out excerpts and pieces that are right at each tempo: of the model, and of a logistic
    regression on log-mel statistics that learned from the same recordings.
    """
    classes = model.hears.classes
    known, unseen = (
        excerpts_of(side.at(model.hears.rate_hz), classes, stratum) for side in (training, validation)
    )
    plain = LogisticRegression(_statistics(known, model.hears.rate_hz), _labels(known), len(classes))
    found: dict[str, Any] = {"pieces": len({one.piece for one in unseen}), "excerpts": len(unseen)}
    for tempo in TEMPI:
        heard = [Excerpt(at_tempo(one.samples, tempo), one.label, one.piece) for one in unseen]
        fitted = np.stack([np.resize(one.samples, model.hears.length_samples) for one in heard])
        found[f"tempo_{tempo:g}"] = {
            "model": shares_right(model.of_excerpts(fitted), heard),
            "regression": shares_right(plain(_statistics(heard, model.hears.rate_hz)), heard),
        }
    return found


def at_tempo(samples: Floats, tempo: float) -> Floats:
    """Samples (n,) played `tempo` times faster, at the same pitch."""
    return samples if tempo == 1 else stretched(samples, tempo)


def excerpts_of(
    recordings: Recordings, classes: tuple[str, ...], stratum: Callable[[str], str]
) -> list[Excerpt]:
    """Chunks of the recordings, at most `MOST_EXCERPTS`, evenly spread over them."""
    wanted = min(len(recordings), MOST_EXCERPTS)
    chunks = [recordings.chunks[index] for index in np.linspace(0, len(recordings) - 1, wanted).astype(int)]
    return [
        Excerpt(recordings.read(chunk), classes.index(stratum(chunk.file)), chunk.file) for chunk in chunks
    ]


def shares_right(probabilities: Doubles, excerpts: list[Excerpt]) -> dict[str, float]:
    """The shares of excerpts, and of pieces by the mean over them, whose likeliest class is right."""
    labels = _labels(excerpts)
    pieces = np.array([one.piece for one in excerpts])
    by_piece = [
        probabilities[pieces == piece].mean(axis=0).argmax() == labels[pieces == piece][0]
        for piece in np.unique(pieces)
    ]
    return {
        "by_excerpt": round(float(np.mean(probabilities.argmax(axis=1) == labels)), 3),
        "by_piece": round(float(np.mean(by_piece)), 3),
    }


class LogisticRegression:
    """Multinomial logistic regression on standardised features, by gradient descent with a ridge."""

    def __init__(self, features: Doubles, labels: NDArray[np.int64], classes: int) -> None:
        """Fit to features (n, size) with labels (n,)."""
        self._mean, self._spread = features.mean(axis=0), features.std(axis=0) + 1e-9
        known, wanted = self._standard(features), np.eye(classes)[labels]
        self._weights = np.zeros((known.shape[1], classes))
        # a step below the inverse of the largest curvature
        step = 1 / (0.5 * np.linalg.eigvalsh(known.T @ known / len(known))[-1] + RIDGE)
        for _ in range(STEPS):
            slope = known.T @ (_softmax(known @ self._weights) - wanted) / len(known)
            self._weights -= step * (slope + RIDGE * self._weights)

    def __call__(self, features: Doubles) -> Doubles:
        """Probabilities (n, classes) of features (n, size)."""
        return _softmax(self._standard(features) @ self._weights)

    def _standard(self, features: Doubles) -> Doubles:
        scaled = (features - self._mean) / self._spread
        return np.concatenate([scaled, np.ones((len(scaled), 1))], axis=1)


def _softmax(logits: Doubles) -> Doubles:
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _statistics(excerpts: list[Excerpt], rate_hz: int) -> Doubles:
    """Mean and standard deviation of every band of log-mels, and of its change: (n, 4 * BANDS)."""
    images = [log_mels(one.samples, rate_hz, FRAME, HOP, BANDS).astype(np.float64) for one in excerpts]
    changes = [np.abs(np.diff(image, axis=0)) for image in images]
    parts = [
        (image.mean(0), image.std(0), change.mean(0), change.std(0))
        for image, change in zip(images, changes, strict=True)
    ]
    return np.stack([np.concatenate(part) for part in parts])


def _labels(excerpts: list[Excerpt]) -> NDArray[np.int64]:
    return np.array([one.label for one in excerpts], np.int64)
