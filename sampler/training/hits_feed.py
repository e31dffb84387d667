"""What a family that trains on hits reads in a sitting: arrays in memory."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras

from sampler.families import family
from sampler.training.arrays import make_arrays, training_sounds
from sampler.training.batches import fit_inputs
from sampler.training.callbacks.pace import Pace
from sampler.training.callbacks.preview_writer import Hear, PreviewWriter
from sampler.training.division import Division
from sampler.training.plan import Plan


@dataclass
class HitsFeed:
    """Arrays of the training hits with their variations, and of the validation hits."""

    plan: Plan
    division: Division

    def __post_init__(self) -> None:
        preset = self.plan.preset
        self._family = family(preset.family)
        self._can = self._family.capabilities(preset.hyper)
        sounds = training_sounds(self.division, preset.augmented_copies, self.plan.seed)
        self._training, self._validation = (
            make_arrays(one, self._can) for one in (sounds, self.division.validation)
        )

    @property
    def epoch_steps(self) -> int:
        """Steps of an epoch."""
        return -(-len(self._training["audio"]) // self.plan.preset.batch_size)

    def start(self, model: Any) -> None:
        """Set the first weights of a fresh model from the data, if its family does."""
        if self._family.warm_start is not None:
            self._family.warm_start(model, self._training)

    def fit_arguments(self, first_epoch: int) -> dict[str, Any]:
        """What Keras's `fit` reads."""
        return fit_inputs(self._training, self._validation, self.plan.preset.batch_size)

    def listeners(self, run: Path, pace: Pace, hear: Hear) -> list[keras.callbacks.Callback]:
        """The callback that renders previews, where the family has a map."""
        if not self._family.has_map:
            return []
        uniform = self._can.prior == "uniform"
        return [PreviewWriter(run, pace, self._training["features"], uniform=uniform, hear=hear)]
