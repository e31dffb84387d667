"""What a family that trains on recordings reads in a sitting: windows, read when they are needed."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from sampler.errors import BadDataset
from sampler.families import family
from sampler.training.batches import made_ready
from sampler.training.callbacks.pace import Pace
from sampler.training.callbacks.preview_writer import Hear
from sampler.training.material import RecordingsDivision
from sampler.training.plan import Plan
from sampler.training.windows import Windows

WARM_START_BATCHES = 8
VALIDATION_STEPS = 24
"""Most batches that an epoch is validated on; an export measures more."""


@dataclass
class RecordingsFeed:
    """Windows of the training recordings without end, and some of the validation recordings."""

    plan: Plan
    division: RecordingsDivision

    def __post_init__(self) -> None:
        preset = self.plan.preset
        can = family(preset.family).sequence(preset.hyper)
        self.windows = Windows(can.context_samples, can.length_samples, preset.batch_size)
        self.division = self.division.slower(can.downsampling)
        for side in (self.division.training, self.division.validation):
            if not any(side.length_of(chunk) >= can.length_samples for chunk in side.chunks):
                raise BadDataset(
                    f"No chunk is as long as a window of {can.length_samples} samples: prepare longer chunks."
                )

    @property
    def epoch_steps(self) -> int:
        """Steps of an epoch: a pass over the recordings, or the preset's, whichever is less."""
        whole = self.windows.batches_of(self.division.training)
        return min(whole, self.plan.preset.epoch_steps or whole)

    def start(self, model: Any) -> None:
        """Set the first weights of a fresh model from some windows, if its family does."""
        warm_start = family(self.plan.preset.family).warm_start
        if warm_start is not None:
            batches = islice(self.windows.endless(self.division.training, self.plan.seed), WARM_START_BATCHES)
            warm_start(model, {"audio": np.concatenate([batch["audio"] for batch in batches])})

    def fit_arguments(self, first_epoch: int) -> dict[str, Any]:
        """What Keras's `fit` reads. Each sitting reads in an order of its own."""
        seed = self.plan.seed + first_epoch
        return {
            "x": self._dataset(lambda: self.windows.endless(self.division.training, seed)),
            "steps_per_epoch": self.epoch_steps,
            "shuffle": False,
            "validation_data": self._validation(),
        }

    def _validation(self) -> Any:
        batches = [*self.windows.counted(self.division.validation, VALIDATION_STEPS)]
        arrays = {name: np.stack([batch[name] for batch in batches]) for name in batches[0]}
        return tf.data.Dataset.from_tensor_slices(arrays)

    def _dataset(self, batches: Any) -> Any:
        windows = self.windows
        audio = (windows.readers, windows.context_samples + windows.length_samples)
        signature: dict[str, Any] = {
            "audio": tf.TensorSpec(audio, tf.float32),
            "begins": tf.TensorSpec((windows.readers, 1), tf.float32),
        }
        return made_ready(tf.data.Dataset.from_generator(batches, output_signature=signature))

    def listeners(self, run: Path, pace: Pace, hear: Hear) -> list[keras.callbacks.Callback]:
        """None yet: tapes are made of a finished run."""
        return []
