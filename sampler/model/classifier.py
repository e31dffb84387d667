"""A trained classifier of recordings: the probability of each class, over excerpts of a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from sampler.artifact import WEIGHTS, verify_classifier
from sampler.audio.reasons import Reason, RefusedSound
from sampler.errors import CorruptArtifact
from sampler.families import family
from sampler.manifest import ClassifierManifest
from sampler.nets.weights import read_weights
from sampler.recordings.settings import Settings
from sampler.recordings.silence import SILENT_LEVEL
from sampler.recordings.stream import stream

if TYPE_CHECKING:
    from sampler.nets.recordings.recording_classifier import RecordingClassifier

Floats = NDArray[np.float32]
MIN_S = 1.0
MOST_EXCERPTS = 64
"""Excerpts of a file that are classified; of longer files, as many evenly spread ones."""

BATCH = 16


class Classifier:
    """One version of a classifier."""

    def __init__(self, manifest: ClassifierManifest, network: "RecordingClassifier") -> None:
        """Join a manifest with its network, which `load` makes of a version folder."""
        self.manifest, self.network = manifest, network
        self.hears = family(manifest.family).excerpts(manifest.hyper)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Verify a version folder, then build its network. Raises CorruptArtifact or IncompatibleArtifact."""
        manifest = verify_classifier(folder)
        network: Any = family(manifest.family).build(manifest.hyper)
        network.create_variables()
        try:
            read_weights(network, folder / WEIGHTS)
        except ValueError as error:
            raise CorruptArtifact(f"The weights of {folder} are not those of its family: {error}.") from error
        return cls(manifest, network)

    def read(self, path: Path, most_s: float | None = None) -> Floats:
        """A recording (n,) at the model's rate, at most `most_s` long. Raises UnreadableAudio or
        UnusableAudio, also for one that is silent or shorter than a second.
        """
        known: list[Floats] = []
        for block in stream(path, Settings(self.hears.rate_hz)):
            known.append(block)
            if most_s is not None and sum(map(len, known)) >= most_s * self.hears.rate_hz:
                break
        samples = np.concatenate(known)
        if len(samples) < MIN_S * self.hears.rate_hz:
            raise RefusedSound(Reason.TOO_SHORT_RECORDING)
        if np.ptp(samples) < 2 * SILENT_LEVEL:
            raise RefusedSound(Reason.SILENT)
        return samples if most_s is None else samples[: round(most_s * self.hears.rate_hz)]

    def probabilities(self, samples: Floats) -> dict[str, float]:
        """The probability of each class for a recording (n,): the mean over its excerpts."""
        mean = self.of_excerpts(self._excerpts(samples)).mean(axis=0)
        return dict(zip(self.hears.classes, map(float, mean), strict=True))

    def of_excerpts(self, excerpts: Floats) -> NDArray[np.float64]:
        """Probabilities (n, classes) of excerpts (n, length_samples)."""
        parts = [excerpts[start : start + BATCH] for start in range(0, len(excerpts), BATCH)]
        logits = np.concatenate(
            [np.asarray(self.network({"audio": part}, training=False)["logits"]) for part in parts]
        )
        weights = np.exp((logits - logits.max(axis=1, keepdims=True)).astype(np.float64))
        return np.asarray(weights / weights.sum(axis=1, keepdims=True))

    def _excerpts(self, samples: Floats) -> Floats:
        """Excerpts (n, length_samples) that cover a recording; a shorter one is repeated."""
        length = self.hears.length_samples
        whole = np.resize(samples, length) if len(samples) < length else samples
        count = min(MOST_EXCERPTS, -(-len(whole) // length))
        starts = np.linspace(0, len(whole) - length, count).astype(int)
        return np.stack([whole[start : start + length] for start in starts])
