"""Progress of a training, published while it runs."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras

from sampler.rundir import Progress, write_progress
from sampler.training.callbacks.finite import skipped_steps
from sampler.training.callbacks.logs import Logs
from sampler.training.callbacks.pace import Pace

Report = Callable[[Progress], None]
PROGRESS_EVERY_S = 0.5


class Reporter(keras.callbacks.Callback):
    """Publishes the progress to the run directory and to `report`, at most twice a second."""

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
        """Take over the losses of an epoch; publish them unless half a second has not passed since the last.

        Each publication replaces a file, which waits for the checkpoint that is being written.
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
