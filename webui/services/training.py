"""What a train worker does with a run: train and export in child processes, then register the version."""

import json
import logging
from collections.abc import Callable
from functools import partial

from django.conf import settings

from sampler.artifact import resolve
from sampler.errors import DrumscapeError, TrainingFailed
from sampler.training.rundir import read_progress
from webui.children import SHUTTING_DOWN, ChildFailed, Stopped, run_child
from webui.models import ModelVersion, Run
from webui.selectors.datasets import dataset_prepared_folder
from webui.selectors.runs import run_folder
from webui.services.gate import candidate_measure
from webui.services.leases import job_claim, job_close, job_give_back, job_renew
from webui.services.models import model_register

logger = logging.getLogger(__name__)

State = Run.State
UNEXPLAINED = (
    "The training ended unexpectedly (code {code}): read log.txt in its run directory, then resume it."
)


def run_train(*, run_id: int) -> None:
    """Claim a queued run and see it through. Does nothing when the run is not queued any more."""
    run = job_claim(queued=Run.objects.filter(pk=run_id, state=State.QUEUED), state=State.RUNNING)
    if run is None:
        return
    try:
        version = _train_and_export(run)
        candidate_measure(run=run, version=version, keep_going=_while_held(run))
        job_close(job=run, state=State.FINISHED, model_version=version)
    except Stopped:
        _stopped(run)
    except ChildFailed as error:
        job_close(job=run, state=State.FAILED, error=error.explanation or UNEXPLAINED.format(code=error.code))
    except DrumscapeError as error:
        job_close(job=run, state=State.FAILED, error=error.message)
    except Exception:
        logger.exception("Run %s failed", run.pk)
        job_close(job=run, state=State.FAILED, error="Something went wrong on our side: resume the run.")


def _train_and_export(run: Run) -> ModelVersion:
    """Raises Stopped, ChildFailed or DrumscapeError."""
    folder = run_folder(run)
    until_cancelled = partial(job_renew, job=run, states=(State.RUNNING,))
    run_child("sampler", _train_arguments(run), folder=folder, keep_going=until_cancelled)
    state = read_progress(folder)["state"]
    if state != "finished":
        raise TrainingFailed(f"The training was {state} from outside: resume it.")
    return _export(run)


def _export(run: Run) -> ModelVersion:
    """Seconds long, so a cancellation that comes now comes too late."""
    folder, output = run_folder(run), run_folder(run) / "export.json"
    arguments = ["export", folder, "--name", run.name, "--models", settings.MODELS_DIR, "--json"]
    run_child("sampler", arguments, folder=folder, output=output, keep_going=_while_held(run))
    version = json.loads(output.read_text())["version"]
    return model_register(folder=resolve(settings.MODELS_DIR, f"{run.name}@{version}"))


def _while_held(run: Run) -> Callable[[], bool]:
    return partial(job_renew, job=run, states=(State.RUNNING, State.STOPPING))


def _train_arguments(run: Run) -> list[object]:
    """`--resume` also begins a run that has no checkpoint yet."""
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
    return [*arguments, *epochs, *minutes, "--resume"]


def _stopped(run: Run) -> None:
    """Cancelled by an admin, or to be taken up again by the next worker."""
    run_state = Run.objects.values_list("state", flat=True).get(pk=run.pk)
    if run_state == State.STOPPING:
        job_close(job=run, state=State.CANCELLED)
    elif SHUTTING_DOWN.is_set():
        job_give_back(job=run)
