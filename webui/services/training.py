"""Train and export a run in child processes, then register its version. Train workers do this."""

import json
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.conf import settings

from sampler.artifact import resolve
from sampler.errors import DrumscapeError, TrainingFailed
from sampler.rundir import read_progress
from sampler.training.checkpoint import read_counters
from webui.models import ModelVersion, Run
from webui.processes.children import SHUTTING_DOWN, ChildFailed, Stopped, note, run_child
from webui.selectors.datasets import dataset_prepared_folder
from webui.selectors.runs import run_folder
from webui.sentences import failure, recorded
from webui.services.gate import candidate_measure
from webui.services.leases import job_claim, job_close, job_give_back, job_note, job_renew
from webui.services.models import model_register

logger = logging.getLogger(__name__)

State = Run.State
KILLS_BORNE = 3
"""A training that was killed so often in a row, without a checkpoint in between, has failed."""


def run_train() -> None:
    """Claim the run that was queued first and carry it out. Does nothing when none is queued.

    The run is not the one of the message: one that lost its worker goes on before those queued later.
    """
    run = job_claim(queued=Run.objects.filter(state=State.QUEUED), state=State.RUNNING)
    if run is None:
        return
    try:
        version = run.model_version or _train_and_export(run)
        candidate_measure(run=run, version=version, keep_going=_while_held(run))
        job_close(job=run, state=State.FINISHED)
    except Stopped:
        _stopped(run)
    except ChildFailed as error:
        explained = TrainingFailed(error.explanation) if error.explanation else None
        _failed(run, explained or failure(TrainingFailed, "training-ended", exit_code=error.code))
    except DrumscapeError as error:
        _failed(run, error)
    except Exception:
        logger.exception("Run %s failed", run.pk)
        _failed(run, failure(TrainingFailed, "training-broke"))


def _failed(run: Run, error: DrumscapeError) -> None:
    job_close(job=run, state=State.FAILED, **recorded(error))


def _train_and_export(run: Run) -> ModelVersion:
    """Raises Stopped, ChildFailed or DrumscapeError."""
    _child(run, _train_arguments(run), keep_going=partial(job_renew, job=run, states=(State.RUNNING,)))
    state = read_progress(run_folder(run))["state"]
    if state != "finished":
        raise failure(TrainingFailed, "training-stopped", state=state)
    return _export(run)


def _export(run: Run) -> ModelVersion:
    """Export and register a version. It takes seconds, so a cancellation that comes meanwhile is ignored."""
    output = run_folder(run) / "export.json"
    arguments = ["export", run_folder(run), "--name", run.name, "--models", settings.MODELS_DIR, "--json"]
    _child(run, arguments, output=output, keep_going=_while_held(run))
    version = json.loads(output.read_text())["version"]
    exported = model_register(folder=resolve(settings.MODELS_DIR, f"{run.name}@{version}"))
    job_note(job=run, model_version=exported)  # another worker that gets the run finds it
    return exported


def _child(
    run: Run, arguments: list[object], *, keep_going: Callable[[], bool], output: Path | None = None
) -> None:
    """Run a command of the library in the run's directory until it ends.

    A child that is killed, for instance for lack of memory, is started again from the checkpoint while
    `keep_going` holds. Raises Stopped when it does not, ChildFailed, or TrainingFailed after `KILLS_BORNE`
    kills without a new checkpoint in between.
    """
    folder = run_folder(run)
    kills, epochs = 0, _epochs_kept(folder)
    while True:
        try:
            return run_child("sampler", arguments, folder=folder, output=output, keep_going=keep_going)
        except ChildFailed as error:
            if error.code >= 0:
                raise
            if SHUTTING_DOWN.is_set() or not keep_going():
                raise Stopped from error
            kills = 1 if _epochs_kept(folder) > epochs else kills + 1
            if kills == KILLS_BORNE:
                raise failure(TrainingFailed, "training-killed", times=kills) from error
            epochs = _epochs_kept(folder)
            note(folder, f"It was killed (signal {-error.code}) and goes on from its checkpoint.")


def _epochs_kept(folder: Path) -> int:
    return int(read_counters(folder).get("epoch", 0))


def _while_held(run: Run) -> Callable[[], bool]:
    return partial(job_renew, job=run, states=(State.RUNNING, State.STOPPING))


def _train_arguments(run: Run) -> list[object]:
    """The arguments of the command line. `--resume` also begins a run that has no checkpoint yet."""
    arguments = [
        "train",
        run.preset,
        "--data",
        dataset_prepared_folder(run.dataset),
        "--run",
        run_folder(run),
    ]
    epochs = ["--epochs", run.epochs] if run.epochs else []
    minutes = ["--minutes", run.minutes] if run.minutes else []
    return [
        *arguments,
        *epochs,
        *minutes,
        "--tensorboard",
        run_folder(run) / "tensorboard",
        "--log",
        "--resume",
    ]


def _stopped(run: Run) -> None:
    """Record that a run was cancelled, or release it for another worker when this one shuts down."""
    run_state = Run.objects.values_list("state", flat=True).get(pk=run.pk)
    if run_state == State.STOPPING:
        job_close(job=run, state=State.CANCELLED)
    elif SHUTTING_DOWN.is_set():
        job_give_back(job=run)
