"""Watching for numbers that are not finite.

Inside the compiled step a gradient that is not finite changes nothing and is counted (`GuardedAdam`). The
callback looks at the counts after each call.
"""

import math

import keras

from sampler.nets.training_model import TrainingModel
from sampler.training.callbacks.logs import Logs


class Diverged(Exception):
    """The training cannot go on from its present state."""


def skipped_steps(model: TrainingModel) -> int:
    """Steps that the model's optimisers have skipped since it was compiled."""
    return sum(int(optimizer.skipped) for optimizer in model.optimizers)


class FiniteGuard(keras.callbacks.Callback):
    """Raises Diverged when an optimiser skips all steps of a call, or when a loss is not finite."""

    def on_train_begin(self, logs: Logs = None) -> None:
        self.counts = self._counts()

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        before, self.counts = self.counts, self._counts()
        for (moved, skipped), (moved_before, skipped_before) in zip(self.counts, before, strict=True):
            if skipped > skipped_before and moved == moved_before:
                raise Diverged
        self._require_finite((logs or {}).get("loss", 0.0))

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        self._require_finite((logs or {}).get("val_loss", 0.0))

    def _counts(self) -> list[tuple[int, int]]:
        return [(int(one.iterations), int(one.skipped)) for one in self.model.optimizers]

    @staticmethod
    def _require_finite(loss: float) -> None:
        if not math.isfinite(loss):
            raise Diverged
