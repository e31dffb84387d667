"""`train`: one function with a progress callback, which the command line and the train worker share.

Keras is imported only once the data is known to be usable, so that a refusal is quick.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sampler.errors import DrumscapeError
from sampler.rundir import Progress, sole_training, write_progress
from sampler.training import checkpoint
from sampler.training.build import build_or_refuse
from sampler.training.material import handling
from sampler.training.plan import Plan, claim, completed, continued, load_data


def train(
    plan: Plan,
    run: Path,
    *,
    resume: bool = False,
    report: Callable[[Progress], None] = lambda _: None,
    tensorboard: Path | None = None,
) -> Progress:
    """Train `plan` in the run directory `run` until its budget is used up; return the last progress.

    SIGTERM and SIGINT stop the training earlier, after a checkpoint. `report` is called with each progress;
    `tensorboard` is a folder for event files.

    Raises BadRun when `run` holds another training or another process trains in it, and leaves `run` as it is
    then. Raises BadValue for hyper-parameters that make no model, BadDataset for data that cannot be trained
    on, and TrainingFailed when the loss does not stay finite; the progress in `run` keeps these errors.
    """
    with sole_training(run):
        plan = continued(plan, run, resume=resume)
        progress = _progress_so_far(plan, run, resume)
        try:
            return _train(plan, run, resume, progress, report, tensorboard)
        except Exception as error:
            message = (
                error.message if isinstance(error, DrumscapeError) else f"{type(error).__name__}: {error}"
            )
            progress.state, progress.error = "failed", message
            write_progress(run, progress)
            raise


def _train(
    plan: Plan,
    run: Path,
    resume: bool,
    progress: Progress,
    report: Callable[[Progress], None],
    tensorboard: Path | None,
) -> Progress:
    with _stop_requests() as stop_requested:
        dataset = load_data(plan)
        progress.warning = handling(plan.preset.family).check(dataset)
        plan = completed(plan, dataset)
        model = build_or_refuse(plan.preset, plan.seed)
        division = claim(run, plan, dataset)
        write_progress(run, progress)
        report(progress)
        from sampler.training.fitting import Fitting

        fitting = Fitting(plan, run, division, progress, report, stop_requested, tensorboard)
        return fitting.fit(model, resume=resume)


def _progress_so_far(plan: Plan, run: Path, resume: bool) -> Progress:
    """The progress of earlier sittings, which a refusal of this one must not lose."""
    counters = checkpoint.BEGINNING | (checkpoint.read_counters(run) if resume else {})
    return Progress(
        epoch=counters["epoch"], epochs=plan.epochs, step=counters["step"], elapsed_s=counters["spent_s"]
    )


@contextmanager
def _stop_requests() -> Iterator[Callable[[], bool]]:
    """Turn SIGTERM and SIGINT into a flag while training; yields the function that reads it."""
    stop = threading.Event()
    signals = (signal.SIGTERM, signal.SIGINT) if threading.current_thread() is threading.main_thread() else ()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in signals}
    try:
        yield stop.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
