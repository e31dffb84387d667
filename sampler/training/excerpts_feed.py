"""What a classifier reads in a sitting: excerpts of recordings, each with the number of its class."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from sampler.errors import BadDataset
from sampler.families import family
from sampler.recordings.store import Chunk, Recordings
from sampler.training.batches import made_ready
from sampler.training.callbacks.pace import Pace
from sampler.training.callbacks.preview_writer import Hear
from sampler.training.material import RecordingsDivision
from sampler.training.plan import Plan

Batch = dict[str, NDArray[Any]]
KEPT_CHUNKS = 512
"""Chunks that stay in memory, 100 MB of them."""

VALIDATION_EXCERPTS = 96
"""Most excerpts that an epoch is validated on; an export measures more."""


@dataclass
class ExcerptsFeed:
    """Random excerpts of the training recordings, as many of each class, and some that validate."""

    plan: Plan
    division: RecordingsDivision

    def __post_init__(self) -> None:
        preset = self.plan.preset
        declared = family(preset.family)
        self.can, self._stratum = declared.excerpts(preset.hyper), declared.stratum
        self.division = self.division.at(self.can.rate_hz)
        # a chunk is resampled when read, which takes longer than a step on it
        self._read = lru_cache(KEPT_CHUNKS)(self.division.training.read)
        for side in (self.division.training, self.division.validation):
            chunks = self.by_class(side)
            for name, those in zip(self.can.classes, chunks, strict=True):
                self._require(name, those)

    def _require(self, name: str, chunks: list[Chunk]) -> None:
        if not chunks:
            seconds = self.can.length_samples / self.can.rate_hz
            raise BadDataset(
                f"'{name}' lacks recordings to train and to validate on with chunks of {seconds:.1f} s: "
                f"add some, or prepare longer chunks."
            )

    def by_class(self, recordings: Recordings) -> list[list[Chunk]]:
        """The chunks of each class that are at least as long as an excerpt."""
        enough = [
            chunk for chunk in recordings.chunks if recordings.length_of(chunk) >= self.can.length_samples
        ]
        return [[chunk for chunk in enough if self._stratum(chunk.file) == name] for name in self.can.classes]

    @property
    def epoch_steps(self) -> int:
        """Steps of an epoch: a pass over the chunks, or the preset's, whichever is less."""
        preset = self.plan.preset
        whole = -(-len(self.division.training) // preset.batch_size)
        return min(whole, preset.epoch_steps or whole)

    def start(self, model: Any) -> None:
        """Classifiers begin at random."""

    def fit_arguments(self, first_epoch: int) -> dict[str, Any]:
        """What Keras's `fit` reads. Each sitting reads in an order of its own."""
        size, seed = self.plan.preset.batch_size, self.plan.seed + first_epoch
        signature: dict[str, Any] = {
            "audio": tf.TensorSpec((size, self.can.length_samples), tf.float32),
            "label": tf.TensorSpec((size, 1), tf.int32),
        }
        batches = tf.data.Dataset.from_generator(lambda: self._endless(seed), output_signature=signature)
        return {
            "x": made_ready(batches),
            "steps_per_epoch": self.epoch_steps,
            "shuffle": False,
            "validation_data": tf.data.Dataset.from_tensor_slices(self._validation()).batch(size),
        }

    def _endless(self, seed: int) -> Iterator[Batch]:
        rng, chunks = np.random.default_rng(seed), self.by_class(self.division.training)
        while True:
            labels = rng.integers(len(chunks), size=self.plan.preset.batch_size)
            audio = [self._excerpt(chunks[label][rng.integers(len(chunks[label]))], rng) for label in labels]
            yield {"audio": np.stack(audio), "label": labels[:, None].astype(np.int32)}

    def _excerpt(self, chunk: Chunk, rng: np.random.Generator) -> NDArray[np.float32]:
        samples = self._read(chunk)
        start = int(rng.integers(len(samples) - self.can.length_samples + 1))
        return samples[start : start + self.can.length_samples]

    def _validation(self) -> Batch:
        side, each = self.division.validation, VALIDATION_EXCERPTS // len(self.can.classes)
        chosen = [
            (chunks[index], label)
            for label, chunks in enumerate(self.by_class(side))
            for index in np.unique(np.linspace(0, len(chunks) - 1, min(each, len(chunks))).astype(int))
        ]
        audio = [side.read(chunk)[: self.can.length_samples] for chunk, _ in chosen]
        return {"audio": np.stack(audio), "label": np.array([[label] for _, label in chosen], np.int32)}

    def listeners(self, run: Path, pace: Pace, hear: Hear) -> list[keras.callbacks.Callback]:
        """None: it makes no sound while it trains."""
        return []
