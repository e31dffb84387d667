"""What happens when numbers run away: back to the last good state at half the rate, twice, then an end.

Inside the compiled step a gradient that is not finite changes nothing and is counted (`GuardedAdam`); here
the host looks at the count after each call.
"""

import math
from pathlib import Path
from typing import Any

import keras
import numpy as np

from sampler.errors import TrainingFailed
from sampler.training import checkpoint

Logs = dict[str, Any] | None
RETRIES = 2
FAILED = (
    "The loss is no longer a number, also at half and at a quarter of the learning rate: the last good "
    "checkpoint is kept. Look for a recording that is unlike the others, or train another preset."
)
RAN_AWAY = "Its numbers ran away, so it went back to epoch {epoch} at half the learning rate."


class Diverged(Exception):
    """The training cannot go on from where it is."""


def skipped_steps(model: keras.Model) -> int:
    """How many steps of a model's optimisers were skipped since it was compiled."""
    return sum(int(optimizer.skipped) for optimizer in checkpoint.optimizers(model))


class FiniteGuard(keras.callbacks.Callback):
    """Raises Diverged when an optimiser only skips throughout a call, or when validation is no number."""

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
        return [(int(one.iterations), int(one.skipped)) for one in checkpoint.optimizers(self.model)]

    @staticmethod
    def _require_finite(loss: float) -> None:
        if not math.isfinite(loss):
            raise Diverged


class LastGood:
    """The last good state of a training: its newest checkpoint, or the state that it began with."""

    def __init__(self, run: Path, model: keras.Model, counters: dict[str, Any]) -> None:
        self.run, self.model, self.counters, self.retries = run, model, dict(counters), 0
        self.share = counters["rate_share"]
        self.start = [np.asarray(variable).copy() for variable in self._variables()]

    def go_back(self) -> dict[str, Any]:
        """Restore it and return its counters, `rate_share` halved again; TrainingFailed the third time."""
        if self.retries == RETRIES:
            raise TrainingFailed(FAILED)
        if any(self.run.glob("checkpoint-*")):
            self.counters |= checkpoint.restore(checkpoint.newest(self.run), self.model)
        else:
            for variable, value in zip(self._variables(), self.start, strict=True):
                variable.assign(value)
        # a plateau may have halved it meanwhile, and the checkpoint knows nothing of earlier returns to it
        self.retries, self.share = self.retries + 1, min(self.share, self.counters["rate_share"]) / 2
        return self.counters | {"rate_share": self.share}

    def _variables(self) -> list[Any]:
        optimizers = checkpoint.optimizers(self.model)
        return [*self.model.weights, *(one for each in optimizers for one in each.variables)]
