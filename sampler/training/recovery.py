"""What a training does when its numbers run away.

It goes back to its last good state and trains on at half the learning rate, twice at most; then it fails.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sampler.errors import TrainingFailed
from sampler.training import checkpoint

if TYPE_CHECKING:
    from sampler.nets.training_model import TrainingModel

RETRIES = 2
FAILED = (
    "The loss is no longer a number, also at half and at a quarter of the learning rate: the last good "
    "checkpoint is kept. Look for a recording that is unlike the others, or train another preset."
)
RAN_AWAY = "Its numbers ran away, so it went back to epoch {epoch} at half the learning rate."


class LastGood:
    """The last good state of a training: its newest checkpoint, or the state that it began with."""

    def __init__(self, run: Path, model: "TrainingModel", counters: dict[str, Any]) -> None:
        self.run, self.model, self.counters, self.retries = run, model, dict(counters), 0
        self.share = counters["rate_share"]
        self.start = [np.asarray(variable).copy() for variable in self._variables()]

    def go_back(self) -> dict[str, Any]:
        """Restore the state and return its counters, with `rate_share` halved. Raises TrainingFailed the
        third time.
        """
        if self.retries == RETRIES:
            raise TrainingFailed(FAILED)
        if any(self.run.glob("checkpoint-*")):
            self.counters |= checkpoint.restore(checkpoint.newest(self.run), self.model)
        else:
            for variable, value in zip(self._variables(), self.start, strict=True):
                variable.assign(value)
        # the smaller of the two: the checkpoint knows the halvings of a plateau, `share` those of earlier
        # returns
        self.retries, self.share = self.retries + 1, min(self.share, self.counters["rate_share"]) / 2
        return self.counters | {"rate_share": self.share}

    def _variables(self) -> list[Any]:
        of_optimizers = (one for each in self.model.optimizers for one in each.variables)
        return [*self.model.weights, *of_optimizers]
