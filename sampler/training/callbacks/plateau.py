"""Early stopping and halving of the learning rate, by the validation loss, for presets with a `plateau`."""

from pathlib import Path

import keras

from sampler.families.base import Plateau
from sampler.rundir import SLOWED, note_mark, read_marks
from sampler.training import checkpoint
from sampler.training.callbacks.keeper import Keeper
from sampler.training.callbacks.logs import Logs
from sampler.training.callbacks.pace import Pace

BEST = "best"


class PlateauWatch(keras.callbacks.Callback):
    """Halves the learning rate and stops as `plateau` says; leaves the best weights as the newest checkpoint.

    While regularisers warm up, the validation loss rises by itself, so each of those epochs counts as the
    best. The best state is kept in the run directory, where a resumed run finds it. In the list of callbacks
    this one stands before the keeper, whose checkpoint must hold the halved rate.
    """

    def __init__(self, plateau: Plateau, run: Path, pace: Pace, keeper: Keeper) -> None:
        super().__init__()
        self.plateau, self.run, self.pace, self.keeper = plateau, run, pace, keeper
        self.folder = run / BEST
        known = checkpoint.read_counters(self.folder)
        self.best, self.best_epoch = known.get("val_loss", float("inf")), known.get("epoch", 0)
        slowed = [mark["epoch"] for mark in read_marks(run) if mark["kind"] == SLOWED]
        # a later mark belongs to an epoch after the checkpoint, which is trained again
        self.last_change = max([self.best_epoch, *(epoch for epoch in slowed if epoch <= keeper.epochs)])

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        loss, done = (logs or {})["val_loss"], epoch + 1
        if float(self.model.warmth) < 1 or loss < self.best:
            self.best, self.best_epoch, self.last_change = loss, done, done
            counters = {"save": self.pace.step, "epoch": done, "val_loss": loss}
            checkpoint.save(self.folder, self.model, counters)
            return
        if done - self.last_change >= self.plateau.halve_after:
            self.pace.rate_share, self.last_change = self.pace.rate_share / 2, done
            note_mark(self.run, done, SLOWED)
        if done - self.best_epoch >= self.plateau.stop_after:
            self.model.stop_training = True

    def on_train_end(self, logs: Logs = None) -> None:
        if self.best_epoch:
            checkpoint.restore(checkpoint.newest(self.folder), self.model)
            self.keeper.save()
