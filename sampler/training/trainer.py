"""Training: one function with a progress callback, shared by the command line and the train worker."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sampler.constants import MAX_SEED
from sampler.dataset.hits import Dataset
from sampler.errors import BadRun, BadValue, DrumscapeError
from sampler.families import family
from sampler.families.base import Arrays, Preset
from sampler.quiet import native_silence
from sampler.rundir import (
    CONFIG,
    RESUMED,
    WENT_BACK,
    Progress,
    cut_history,
    note_mark,
    read_config,
    sole_training,
    write_json,
    write_progress,
)
from sampler.training import checkpoint
from sampler.training.arrays import (
    Division,
    check_size,
    divide,
    groups_to_hold_out,
    make_arrays,
    training_sounds,
)
from sampler.training.previews import drop_later
from sampler.training.schedule import Budget

if TYPE_CHECKING:
    from sampler.nets.autoencoders import TrainingModel

STEPS_PER_CALL = 10
MAX_EPOCHS, MAX_MINUTES = 100_000, 7 * 24 * 60
BEGINNING: dict[str, Any] = {"step": 0, "epoch": 0, "spent_s": 0.0, "rate_share": 1.0}
"""The counters of a training that has no checkpoint yet."""


@dataclass(frozen=True)
class Plan:
    """What to train and for how long. `minutes` counts over all sittings of the run."""

    preset: Preset
    data: Path
    epochs: int
    minutes: float | None = None
    seed: int = 0
    validation: Path | None = None
    """A dataset to validate on; without one, whole groups of `data` are held out."""
    clock: str = "wall"
    """What minutes are counted by: one of `schedule.CLOCKS`."""

    def __post_init__(self) -> None:
        if not 1 <= self.epochs <= MAX_EPOCHS:
            raise BadValue(f"epochs must be a whole number from 1 to {MAX_EPOCHS}.")
        if self.minutes is not None and not 0 < self.minutes <= MAX_MINUTES:
            raise BadValue(f"minutes must be more than 0 and at most {MAX_MINUTES}.")
        if not 0 <= self.seed <= MAX_SEED:
            raise BadValue(f"seed must be a whole number from 0 to {MAX_SEED}.")


def train(
    plan: Plan,
    run: Path,
    *,
    resume: bool = False,
    report: Callable[[Progress], None] = lambda _: None,
    tensorboard: Path | None = None,
) -> Progress:
    """Train `plan` in `run` until its budget is used up or SIGTERM or SIGINT asks to stop; return the last
    progress. `tensorboard` is a folder for events that TensorBoard shows.

    Raises BadRun when `run` holds another training, or another process trains in it, which is left as it is;
    BadValue for hyper-parameters that make no model; BadDataset, or TrainingFailed. Whatever else happens,
    `run` says so.
    """
    with sole_training(run):
        return _train(_going_on(plan, run, resume), run, resume, report, tensorboard)


def _train(
    plan: Plan, run: Path, resume: bool, report: Callable[[Progress], None], tensorboard: Path | None
) -> Progress:
    progress = _so_far(plan, run, resume)
    try:
        with _stop_requests() as requested:
            dataset = Dataset.load(plan.data)
            progress.warning = check_size(dataset)
            model = _built(plan)
            division = _claim(run, plan, dataset)
            write_progress(run, progress)
            report(progress)
            return _Session(plan, run, division, progress, report, tensorboard).go(model, resume, requested)
    except Exception as error:
        message = error.message if isinstance(error, DrumscapeError) else f"{type(error).__name__}: {error}"
        progress.state, progress.error = "failed", message
        write_progress(run, progress)
        raise


def _going_on(plan: Plan, run: Path, resume: bool) -> Plan:
    """The plan, with the hyper-parameters that `run` began with; BadRun where it may not go on with it."""
    if not (run / CONFIG).exists():
        return plan
    if not resume:
        raise BadRun(
            f"{run} already holds a training: add --resume to go on with it, or choose another directory."
        )
    begun = read_config(run)
    if begun["preset"] != plan.preset.name:
        raise BadRun(f"{run} trains '{begun['preset']}', not '{plan.preset.name}'.")
    if begun["validation"] and plan.validation is None:
        raise BadRun(f"{run} validates on {begun['validation']}: name that again with --validation.")
    if plan.validation is not None and not begun["validation"]:
        raise BadRun(f"{run} validates on what it held out: go on without --validation.")
    return replace(plan, preset=replace(plan.preset, hyper=begun["hyper"]))


def _so_far(plan: Plan, run: Path, resume: bool) -> Progress:
    """Where the training goes on: a sitting that is refused forgets nothing of those before it."""
    kept = BEGINNING | (checkpoint.read_counters(run) if resume else {})
    return Progress(epoch=kept["epoch"], epochs=plan.epochs, step=kept["step"], elapsed_s=kept["spent_s"])


def _built(plan: Plan) -> "TrainingModel":
    """What is trained; BadValue where hyper-parameters make nothing, before the run is bound to them."""
    try:
        return build_model(plan.preset, plan.seed)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise BadValue(f"{plan.preset.name} cannot be built so: {reason}. Choose other settings.") from error


def _claim(run: Path, plan: Plan, dataset: Dataset) -> Division:
    """Write down what is trained on; returns how the data is divided."""
    config = _config(plan, dataset)
    if (run / CONFIG).exists():
        # what was held out stays held out, whatever has become of the data since
        config["held_out"] = read_config(run)["held_out"]
    division = divide(dataset, config["held_out"], Dataset.load(plan.validation) if plan.validation else None)
    write_json(run / CONFIG, config)
    return division


def _config(plan: Plan, dataset: Dataset) -> dict[str, Any]:
    return {
        "preset": plan.preset.name,
        "family": plan.preset.family,
        "hyper": dict(plan.preset.hyper),
        "training": asdict(plan.preset)
        | {"hyper": None, "epochs": plan.epochs, "minutes": plan.minutes, "clock": plan.clock},
        "data": str(plan.data.resolve()),
        "fingerprint": dataset.fingerprint(),
        "validation": str(plan.validation.resolve()) if plan.validation else None,
        "held_out": [] if plan.validation else groups_to_hold_out(dataset.groups, plan.seed),
        "seed": plan.seed,
    }


def load_division(config: dict[str, Any]) -> tuple[Dataset, Division]:
    """A run's dataset, and how it is divided. BadRun when the dataset is not what the run was trained on."""
    validation = Dataset.load(config["validation"]) if config["validation"] else None
    dataset = Dataset.load(config["data"])
    if dataset.fingerprint() != config["fingerprint"]:
        raise BadRun(f"{config['data']} has changed since the training: train again, or restore it.")
    return dataset, divide(dataset, config["held_out"], validation)


@contextmanager
def _stop_requests() -> Iterator[Callable[[], bool]]:
    """Turn SIGTERM and SIGINT into a flag while training, so that a stop ends on a checkpoint."""
    stop = threading.Event()
    signals = (signal.SIGTERM, signal.SIGINT) if threading.current_thread() is threading.main_thread() else ()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in signals}
    try:
        yield stop.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass
class _Session:
    """One sitting of a run: prepares, fits and keeps."""

    plan: Plan
    run: Path
    division: Division
    progress: Progress
    report: Callable[[Progress], None]
    tensorboard: Path | None

    def go(self, model: "TrainingModel", resume: bool, requested: Callable[[], bool]) -> Progress:
        training, validation = self._arrays()
        compile_model(model, self.plan.preset)
        counters = dict(BEGINNING)
        if resume and any(self.run.glob("checkpoint-*")):
            counters |= checkpoint.restore(checkpoint.newest(self.run), model)
            note_mark(self.run, int(counters["epoch"]), RESUMED)
        elif (warm_start := family(self.plan.preset.family).warm_start) is not None:
            warm_start(model, training)
        return self._fit(model, training, validation, counters, requested)

    def _arrays(self) -> tuple[Arrays, Arrays]:
        preset = self.plan.preset
        capabilities = family(preset.family).capabilities(preset.hyper)
        length = preset.hyper["length_samples"]
        sounds = training_sounds(self.division, preset.augmented_copies, self.plan.seed)
        return make_arrays(sounds, length, capabilities), make_arrays(
            self.division.validation, length, capabilities
        )

    def _fit(
        self,
        model: "TrainingModel",
        training: Arrays,
        validation: Arrays,
        counters: dict[str, Any],
        requested: Callable[[], bool],
    ) -> Progress:
        """Fit, and where the numbers run away, fit again from the last good state."""
        from sampler.training.callbacks import StopRequested
        from sampler.training.guard import RAN_AWAY, Diverged, LastGood

        last_good, state = LastGood(self.run, model, counters), ""
        while not state:
            callbacks = self._callbacks(model, training, counters, requested)
            try:
                self._fit_from(counters["epoch"], model, training, validation, callbacks)
                state = "finished"
            except StopRequested:
                state = "cancelled"
            except Diverged:
                counters = last_good.go_back() | {"spent_s": callbacks.pace.budget.elapsed_s()}
                note_mark(self.run, counters["epoch"], WENT_BACK)
                warnings = (self.progress.warning, RAN_AWAY.format(epoch=counters["epoch"]))
                self.progress.warning = " ".join(filter(None, warnings))
        callbacks.reporter.publish(state=state, eta_s=0.0)
        return self.progress

    def _callbacks(
        self,
        model: "TrainingModel",
        training: Arrays,
        counters: dict[str, Any],
        requested: Callable[[], bool],
    ) -> "_Callbacks":
        from sampler.training import callbacks
        from sampler.training.guard import FiniteGuard

        preset = self.plan.preset
        steps = self.plan.epochs * -(-len(training["audio"]) // preset.batch_size)
        self.progress.state, self.progress.steps = "running", steps
        budget = Budget(steps, self.plan.minutes, counters["spent_s"], self.plan.clock)
        pace = callbacks.Pace(budget, preset, counters["step"], counters["rate_share"])
        reporter = callbacks.Reporter(self.run, self.progress, pace, self.report)
        # a run that was killed may have noted an epoch that its checkpoint does not hold
        drop_later(self.run, counters["step"])
        cut_history(self.run, counters["epoch"])
        keeper = callbacks.Keeper(self.run, counters["epoch"], reporter)
        kept = [*self._plateau_watch(pace, keeper), keeper]
        further = [*self._watches(model, pace, training), callbacks.StopOnRequest(requested, keeper)]
        return _Callbacks(pace, reporter, keeper, [pace, FiniteGuard(), reporter, *kept, *further])

    def _plateau_watch(self, pace: Any, keeper: Any) -> list[Any]:
        if not self.plan.preset.plateau:
            return []
        from sampler.training.plateau import PlateauWatch

        return [PlateauWatch(self.plan.preset.plateau, self.run, pace, keeper)]

    def _watches(self, model: "TrainingModel", pace: Any, training: Arrays) -> list[Any]:
        """What only some models, or some calls, ask for."""
        from sampler.training.listening import Listener, has_map

        events: list[Any] = []
        if self.tensorboard:
            from sampler.training.tensorboard import EventWriter

            events.append(EventWriter(self.tensorboard, pace))
        if not has_map(model):
            return events
        hear = events[0].hear if events else lambda _: None
        can = family(self.plan.preset.family).capabilities(self.plan.preset.hyper)
        uniform = can.prior == "uniform"
        return [Listener(self.run, pace, training["features"], uniform=uniform, hear=hear), *events]

    def _fit_from(
        self, epoch: int, model: "TrainingModel", training: Arrays, validation: Arrays, call: "_Callbacks"
    ) -> None:
        from sampler.training.batches import fit_inputs

        try:
            model.fit(
                **fit_inputs(training, validation, self.plan.preset.batch_size),
                epochs=self.plan.epochs,
                initial_epoch=epoch,
                verbose=0,
                callbacks=call.all,
            )
        finally:
            call.keeper.settle()


@dataclass(frozen=True)
class _Callbacks:
    """What one call of `fit` is watched by, in order, and those that its caller needs."""

    pace: Any
    reporter: Any
    keeper: Any
    all: list[Any]


def build_model(preset: Preset, seed: int = 0) -> "TrainingModel":
    """A fresh training model of a preset, its random numbers seeded."""
    _import_keras()
    import keras

    keras.utils.set_random_seed(seed)
    model = family(preset.family).build(preset.hyper)
    # one call makes Keras create every variable, so that weights can be loaded
    model({"features": keras.ops.zeros((1, *model.encoder.input_shape[1:]))}, training=False)
    return model


def _import_keras() -> None:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    with native_silence():
        import keras  # noqa: F401


def compile_model(model: "TrainingModel", preset: Preset) -> None:
    """Give a model its optimiser, or its two players theirs, behind the guard."""
    from sampler.nets.adversarial import AdversarialModel
    from sampler.training.optimizer import GuardedAdam

    two_players = isinstance(model, AdversarialModel)
    if two_players:
        from sampler.training.adversarial import player_optimizer, set_up_players
    rate = preset.learning_rate
    optimizer = player_optimizer(rate) if two_players else GuardedAdam(rate, clipnorm=1.0)
    # one compiled call runs several steps; XLA makes these small graphs slower on a CPU
    model.compile(optimizer=optimizer, steps_per_execution=STEPS_PER_CALL, jit_compile=False)
    if two_players:
        set_up_players(model, rate)
    else:
        optimizer.build(model.trainable_variables)
