"""One sitting of a run: prepare the arrays, fit, and recover where the numbers run away."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import keras

from sampler.families import family
from sampler.families.base import Kind
from sampler.nets.training_model import TrainingModel
from sampler.rundir import RESUMED, WENT_BACK, Progress, cut_history, note_mark
from sampler.training import checkpoint
from sampler.training.build import compile_model
from sampler.training.callbacks.finite import Diverged, FiniteGuard
from sampler.training.callbacks.keeper import Keeper
from sampler.training.callbacks.pace import Pace
from sampler.training.callbacks.plateau import PlateauWatch
from sampler.training.callbacks.preview_writer import Hear
from sampler.training.callbacks.reporter import Report, Reporter
from sampler.training.callbacks.stopping import StopOnRequest, StopRequested
from sampler.training.excerpts_feed import ExcerptsFeed
from sampler.training.hits_feed import HitsFeed
from sampler.training.plan import Plan
from sampler.training.previews import drop_later
from sampler.training.recordings_feed import RecordingsFeed
from sampler.training.recovery import RAN_AWAY, LastGood
from sampler.training.schedule import Budget


class Feed(Protocol):
    """What one sitting reads, whatever it trains on."""

    @property
    def epoch_steps(self) -> int:
        """Steps of an epoch."""

    def start(self, model: Any) -> None:
        """Set the first weights of a fresh model from the data, if its family does."""

    def fit_arguments(self, first_epoch: int) -> dict[str, Any]:
        """What Keras's `fit` reads, from the epoch on with which the sitting begins."""

    def listeners(self, run: Path, pace: Pace, hear: Hear) -> list[keras.callbacks.Callback]:
        """Callbacks that render what the model sounds like."""


FEEDS: dict[Kind, Callable[[Plan, Any], Feed]] = {
    "map": HitsFeed,
    "sequence": RecordingsFeed,
    "classifier": ExcerptsFeed,
}


@dataclass(frozen=True)
class Callbacks:
    """The callbacks of one call of `fit`, in order, and those of them that its caller needs."""

    pace: Pace
    reporter: Reporter
    keeper: Keeper
    in_order: list[keras.callbacks.Callback]


@dataclass
class Fitting:
    """One sitting of the run in the directory `run`."""

    plan: Plan
    run: Path
    division: Any
    """What the data is divided into, of the kind that the family trains on."""
    progress: Progress
    report: Report
    stop_requested: Callable[[], bool]
    tensorboard: Path | None

    def fit(self, model: TrainingModel, *, resume: bool) -> Progress:
        """Train a built model from the newest checkpoint where `resume` is true, else from its first weights.

        Returns the last progress. Raises TrainingFailed when the loss does not stay finite.
        """
        feed = FEEDS[family(self.plan.preset.family).kind](self.plan, self.division)
        compile_model(model, self.plan.preset)
        counters = self._begin(model, feed, resume)
        last_good, state = LastGood(self.run, model, counters), ""
        while not state:
            callbacks = self._callbacks(feed, counters)
            try:
                self._fit_from(counters["epoch"], model, feed, callbacks)
                state = "finished"
            except StopRequested:
                state = "cancelled"
            except Diverged:
                counters = last_good.go_back() | {"spent_s": callbacks.pace.budget.elapsed_s()}
                self._note_return(counters["epoch"])
        callbacks.reporter.publish(state=state, eta_s=0.0)
        return self.progress

    def _begin(self, model: TrainingModel, feed: Feed, resume: bool) -> dict[str, Any]:
        """Bring a compiled model to where the training begins; return the counters."""
        counters = dict(checkpoint.BEGINNING)
        if resume and any(self.run.glob("checkpoint-*")):
            counters |= checkpoint.restore(checkpoint.newest(self.run), model)
            note_mark(self.run, int(counters["epoch"]), RESUMED)
        else:
            feed.start(model)
        return counters

    def _note_return(self, epoch: int) -> None:
        note_mark(self.run, epoch, WENT_BACK)
        warnings = (self.progress.warning, RAN_AWAY.format(epoch=epoch))
        self.progress.warning = " ".join(filter(None, warnings))

    def _fit_from(self, epoch: int, model: TrainingModel, feed: Feed, callbacks: Callbacks) -> None:
        try:
            model.fit(
                **feed.fit_arguments(epoch),
                epochs=self.plan.epochs,
                initial_epoch=epoch,
                verbose=0,
                callbacks=callbacks.in_order,
            )
        finally:
            callbacks.keeper.settle()

    def _callbacks(self, feed: Feed, counters: dict[str, Any]) -> Callbacks:
        # a run that was killed may have noted an epoch that its checkpoint does not hold
        drop_later(self.run, counters["step"])
        cut_history(self.run, counters["epoch"])
        pace = self._pace(feed, counters)
        reporter = Reporter(self.run, self.progress, pace, self.report)
        keeper = Keeper(self.run, counters["epoch"], reporter)
        in_order = [
            pace,
            FiniteGuard(),
            reporter,
            *self._plateau_watch(pace, keeper),
            keeper,
            *self._listeners(pace, feed),
            StopOnRequest(self.stop_requested, keeper),
        ]
        return Callbacks(pace, reporter, keeper, in_order)

    def _pace(self, feed: Feed, counters: dict[str, Any]) -> Pace:
        plan = self.plan
        steps = plan.epochs * feed.epoch_steps
        self.progress.state, self.progress.steps = "running", steps
        budget = Budget(steps, plan.minutes, counters["spent_s"], plan.clock)
        return Pace(budget, plan.preset, counters["step"], counters["rate_share"])

    def _plateau_watch(self, pace: Pace, keeper: Keeper) -> list[PlateauWatch]:
        plateau = self.plan.preset.plateau
        return [PlateauWatch(plateau, self.run, pace, keeper)] if plateau else []

    def _listeners(self, pace: Pace, feed: Feed) -> list[keras.callbacks.Callback]:
        """Previews, where the feed has them, and events for TensorBoard, where somebody wants them."""
        if self.tensorboard is None:
            return feed.listeners(self.run, pace, lambda _: None)
        from sampler.training.callbacks.tensorboard import EventWriter

        events = EventWriter(self.tensorboard, pace)
        return [*feed.listeners(self.run, pace, events.add_sounds), events]
