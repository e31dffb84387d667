"""History and checkpoints of a training."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import keras

from sampler.rundir import append_history
from sampler.training import checkpoint
from sampler.training.callbacks.logs import Logs
from sampler.training.callbacks.reporter import Reporter


class Keeper(keras.callbacks.Callback):
    """Writes a line of history and a checkpoint after every epoch, the latter while the next epoch begins.

    `epochs` is the number of epochs done so far.
    """

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
        """Start to write a checkpoint numbered by the steps done; `settle` waits for its end."""
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
        """Wait until the latest checkpoint is on the disk. Raises the error that prevented it, once."""
        writing, self._writing = self._writing, None
        if writing:
            writing.result()
