"""What happens between the compiled calls of `fit`: schedule, budget, progress and checkpoints."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import keras

from sampler.families.base import Preset
from sampler.rundir import Progress, append_history, write_progress
from sampler.training import checkpoint
from sampler.training.guard import skipped_steps
from sampler.training.schedule import Budget, learning_rate, warmth

Report = Callable[[Progress], None]
Logs = dict[str, Any] | None
PROGRESS_EVERY_S = 0.5


class Pace(keras.callbacks.Callback):
    """Counts steps, sets learning rate and warmth from the share of the budget used, stops when it is.

    `rate_share` is what is left of the learning rate where the training was held back.
    """

    def __init__(self, budget: Budget, preset: Preset, step: int, rate_share: float = 1.0) -> None:
        super().__init__()
        self.budget, self.preset, self.rate_share = budget, preset, rate_share
        self.step = self.first_step = step
        self.last_set: tuple[float, float] | None = None

    def on_train_batch_begin(self, batch: int, logs: Logs = None) -> None:
        # setting a variable costs a small network a fortieth of its time, so rate and warmth go in steps
        fraction, preset = round(self.budget.fraction(self.step), 3), self.preset
        schedule = "constant" if preset.plateau else preset.schedule
        rate = self.rate_share * learning_rate(preset.learning_rate, fraction, schedule)
        warm = round(warmth(fraction, self.step, preset.warmup_batches), 3)
        if (rate, warm) != self.last_set:
            self._set(rate, warm)

    def _set(self, rate: float, warm: float) -> None:
        self.last_set = rate, warm
        for optimizer in checkpoint.optimizers(self.model):
            optimizer.learning_rate = rate * optimizer.rate_factor
        self.model.warmth.assign(warm)

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        # Keras names the last batch of a full call, but the call at the end of an epoch runs fewer steps
        self.step = self.first_step + min(batch + 1, self.params["steps"])
        # Keras counts the epochs itself: an epoch that was cut short by a stop is trained again in full
        if self.budget.time_share() >= 1:
            self.model.stop_training = True

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        self.first_step = self.step


class Reporter(keras.callbacks.Callback):
    """Publishes where the training is, to the run directory and to `report`."""

    def __init__(self, run: Path, progress: Progress, pace: Pace, report: Report) -> None:
        super().__init__()
        self.run, self.progress, self.pace, self.report = run, progress, pace, report
        self.last = self.last_epoch = 0.0
        self.skipped = progress.skipped

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        if time.monotonic() - self.last >= PROGRESS_EVERY_S:
            self.publish(loss=(logs or {}).get("loss"))

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        self.progress.epoch = epoch + 1

    def end_epoch(self, **losses: float | None) -> None:
        """Take over the losses of an epoch, and publish them where epochs are not too short for that: while a
        checkpoint is written, replacing a file waits for it.
        """
        vars(self.progress).update(losses)
        if time.monotonic() - self.last_epoch >= PROGRESS_EVERY_S:
            self.last_epoch = time.monotonic()
            self.publish()

    def publish(self, **changes: Any) -> None:
        """Take over `changes` and the current pace, then write and report."""
        self.last = time.monotonic()
        vars(self.progress).update(changes)
        self.progress.step, self.progress.elapsed_s = self.pace.step, self.pace.budget.elapsed_s()
        self.progress.eta_s = self.pace.budget.eta_s(self.pace.step)
        self.progress.skipped = self.skipped + skipped_steps(self.model)
        write_progress(self.run, self.progress)
        self.report(self.progress)


class Keeper(keras.callbacks.Callback):
    """After every epoch: history to disk, then a checkpoint, which is written while the next epoch begins."""

    def __init__(self, run: Path, epochs: int, reporter: Reporter) -> None:
        super().__init__()
        self.run, self.epochs, self.reporter = run, epochs, reporter
        self._writer = ThreadPoolExecutor(max_workers=1)
        self._writing: Future[Path] | None = None
        self._snapshot = checkpoint.Snapshot()

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        self.settle()
        values = {name: float(value) for name, value in (logs or {}).items()}
        self.epochs = epoch + 1
        append_history(self.run, {"epoch": self.epochs, **values})
        self.reporter.end_epoch(loss=values.get("loss"), val_loss=values.get("val_loss"))
        self.save()

    def save(self) -> None:
        """Start writing a checkpoint numbered by the steps done; `settle` waits for it."""
        self.settle()
        pace = self.reporter.pace
        counters = {
            "save": pace.step,
            "step": pace.step,
            "epoch": self.epochs,
            "spent_s": pace.budget.elapsed_s(),
            "rate_share": pace.rate_share,
        }
        self._snapshot.take(self.model)
        self._writing = self._writer.submit(checkpoint.write, self.run, self._snapshot, counters)

    def settle(self) -> None:
        """Wait until the latest checkpoint is on the disk; raises whatever kept it from there."""
        writing, self._writing = self._writing, None
        if writing:
            writing.result()


class StopRequested(Exception):
    """Somebody asked the training to stop; a checkpoint is written, or on its way."""


class StopOnRequest(keras.callbacks.Callback):
    """Saves and raises StopRequested after the current call once `requested` says so.

    Ending `fit` the regular way would validate first, and whoever asked waits only so long. The epoch that is
    cut short begins anew when the run goes on.
    """

    def __init__(self, requested: Callable[[], bool], keeper: Keeper) -> None:
        super().__init__()
        self.requested, self.keeper = requested, keeper

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        if self.requested():
            self.keeper.save()
            raise StopRequested

    on_test_batch_end = on_train_batch_end
