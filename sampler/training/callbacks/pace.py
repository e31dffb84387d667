"""Learning rate, warmth and the end of a training, from its budget."""

import keras

from sampler.families.base import Preset
from sampler.training.callbacks.logs import Logs
from sampler.training.schedule import Budget, learning_rate, warmth


class Pace(keras.callbacks.Callback):
    """Counts steps, sets learning rate and warmth by the share of the budget used, and stops at its end.

    `rate_share` scales the learning rate: each plateau and each return to an earlier state halves it.
    """

    def __init__(self, budget: Budget, preset: Preset, step: int, rate_share: float = 1.0) -> None:
        super().__init__()
        self.budget, self.preset, self.rate_share = budget, preset, rate_share
        self.step = self.first_step = step
        self.last_set: tuple[float, float] | None = None

    def on_train_batch_begin(self, batch: int, logs: Logs = None) -> None:
        # rate and warmth are rounded, since setting them takes a fortieth of a small network's time
        fraction, preset = round(self.budget.fraction(self.step), 3), self.preset
        schedule = "constant" if preset.plateau else preset.schedule
        rate = self.rate_share * learning_rate(preset.learning_rate, fraction, schedule)
        warm = round(warmth(fraction, self.step, preset.warmup_batches), 3)
        if (rate, warm) != self.last_set:
            self._set(rate, warm)

    def _set(self, rate: float, warm: float) -> None:
        self.last_set = rate, warm
        for optimizer in self.model.optimizers:
            optimizer.learning_rate = rate * optimizer.rate_factor
        self.model.warmth.assign(warm)

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        # Keras passes the last batch of a full call, but the last call of an epoch runs fewer steps
        self.step = self.first_step + min(batch + 1, self.params["steps"])
        # only by time: a resumed run trains an interrupted epoch again, and takes more steps than planned
        if self.budget.time_share() >= 1:
            self.model.stop_training = True

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        self.first_step = self.step
