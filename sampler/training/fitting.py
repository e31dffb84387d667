"""One sitting of a run: prepare the arrays, fit, and recover where the numbers run away."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras

from sampler.families import family
from sampler.families.base import Arrays, Capabilities, Family
from sampler.nets.training_model import MapModel
from sampler.rundir import RESUMED, WENT_BACK, Progress, cut_history, note_mark
from sampler.training import checkpoint
from sampler.training.arrays import make_arrays, training_sounds
from sampler.training.batches import fit_inputs
from sampler.training.build import compile_model
from sampler.training.callbacks.finite import Diverged, FiniteGuard
from sampler.training.callbacks.keeper import Keeper
from sampler.training.callbacks.pace import Pace
from sampler.training.callbacks.plateau import PlateauWatch
from sampler.training.callbacks.preview_writer import Hear, PreviewWriter
from sampler.training.callbacks.reporter import Report, Reporter
from sampler.training.callbacks.stopping import StopOnRequest, StopRequested
from sampler.training.division import Division
from sampler.training.plan import Plan
from sampler.training.previews import drop_later
from sampler.training.recovery import RAN_AWAY, LastGood
from sampler.training.schedule import Budget


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
    division: Division
    progress: Progress
    report: Report
    stop_requested: Callable[[], bool]
    tensorboard: Path | None

    @property
    def _family(self) -> Family:
        return family(self.plan.preset.family)

    @property
    def _capabilities(self) -> Capabilities:
        return self._family.capabilities(self.plan.preset.hyper)

    def fit(self, model: MapModel, *, resume: bool) -> Progress:
        """Train a built model from the newest checkpoint where `resume` is true, else from its first weights.

        Returns the last progress. Raises TrainingFailed when the loss does not stay finite.
        """
        training, validation = self._arrays()
        compile_model(model, self.plan.preset)
        counters = self._begin(model, training, resume)
        last_good, state = LastGood(self.run, model, counters), ""
        while not state:
            callbacks = self._callbacks(training, counters)
            try:
                self._fit_from(counters["epoch"], model, training, validation, callbacks)
                state = "finished"
            except StopRequested:
                state = "cancelled"
            except Diverged:
                counters = last_good.go_back() | {"spent_s": callbacks.pace.budget.elapsed_s()}
                self._note_return(counters["epoch"])
        callbacks.reporter.publish(state=state, eta_s=0.0)
        return self.progress

    def _arrays(self) -> tuple[Arrays, Arrays]:
        preset, can = self.plan.preset, self._capabilities
        sounds = training_sounds(self.division, preset.augmented_copies, self.plan.seed)
        return make_arrays(sounds, can), make_arrays(self.division.validation, can)

    def _begin(self, model: MapModel, training: Arrays, resume: bool) -> dict[str, Any]:
        """Bring a compiled model to where the training begins; return the counters."""
        counters = dict(checkpoint.BEGINNING)
        if resume and any(self.run.glob("checkpoint-*")):
            counters |= checkpoint.restore(checkpoint.newest(self.run), model)
            note_mark(self.run, int(counters["epoch"]), RESUMED)
        elif self._family.warm_start is not None:
            self._family.warm_start(model, training)
        return counters

    def _note_return(self, epoch: int) -> None:
        note_mark(self.run, epoch, WENT_BACK)
        warnings = (self.progress.warning, RAN_AWAY.format(epoch=epoch))
        self.progress.warning = " ".join(filter(None, warnings))

    def _fit_from(
        self, epoch: int, model: MapModel, training: Arrays, validation: Arrays, callbacks: Callbacks
    ) -> None:
        try:
            model.fit(
                **fit_inputs(training, validation, self.plan.preset.batch_size),
                epochs=self.plan.epochs,
                initial_epoch=epoch,
                verbose=0,
                callbacks=callbacks.in_order,
            )
        finally:
            callbacks.keeper.settle()

    def _callbacks(self, training: Arrays, counters: dict[str, Any]) -> Callbacks:
        # a run that was killed may have noted an epoch that its checkpoint does not hold
        drop_later(self.run, counters["step"])
        cut_history(self.run, counters["epoch"])
        pace = self._pace(len(training["audio"]), counters)
        reporter = Reporter(self.run, self.progress, pace, self.report)
        keeper = Keeper(self.run, counters["epoch"], reporter)
        in_order = [
            pace,
            FiniteGuard(),
            reporter,
            *self._plateau_watch(pace, keeper),
            keeper,
            *self._listeners(pace, training),
            StopOnRequest(self.stop_requested, keeper),
        ]
        return Callbacks(pace, reporter, keeper, in_order)

    def _pace(self, sounds: int, counters: dict[str, Any]) -> Pace:
        plan = self.plan
        steps = plan.epochs * -(-sounds // plan.preset.batch_size)
        self.progress.state, self.progress.steps = "running", steps
        budget = Budget(steps, plan.minutes, counters["spent_s"], plan.clock)
        return Pace(budget, plan.preset, counters["step"], counters["rate_share"])

    def _plateau_watch(self, pace: Pace, keeper: Keeper) -> list[PlateauWatch]:
        plateau = self.plan.preset.plateau
        return [PlateauWatch(plateau, self.run, pace, keeper)] if plateau else []

    def _listeners(self, pace: Pace, training: Arrays) -> list[keras.callbacks.Callback]:
        """Previews, where the family has a map, and events for TensorBoard, where somebody wants them."""
        if self.tensorboard is None:
            return self._preview_writer(pace, training, lambda _: None)
        from sampler.training.callbacks.tensorboard import EventWriter

        events = EventWriter(self.tensorboard, pace)
        return [*self._preview_writer(pace, training, events.add_sounds), events]

    def _preview_writer(self, pace: Pace, training: Arrays, hear: Hear) -> list[keras.callbacks.Callback]:
        if not self._family.has_map:
            return []
        uniform = self._capabilities.prior == "uniform"
        return [PreviewWriter(self.run, pace, training["features"], uniform=uniform, hear=hear)]
