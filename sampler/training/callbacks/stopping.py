"""Stopping a training on request."""

from collections.abc import Callable

import keras

from sampler.training.callbacks.keeper import Keeper
from sampler.training.callbacks.logs import Logs


class StopRequested(Exception):
    """The training was asked to stop; its checkpoint is written or being written."""


class StopOnRequest(keras.callbacks.Callback):
    """Saves a checkpoint and raises StopRequested after the call during which `requested` became true.

    `model.stop_training` would validate first, which takes longer than a stop may take. A resumed run trains
    the interrupted epoch again from its start.
    """

    def __init__(self, requested: Callable[[], bool], keeper: Keeper) -> None:
        super().__init__()
        self.requested, self.keeper = requested, keeper

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        if self.requested():
            self.keeper.save()
            raise StopRequested

    on_test_batch_end = on_train_batch_end
