"""Create, cancel and resume runs. Every change of state is a conditional update."""

from django.db import transaction
from django.utils import timezone

from sampler.errors import BadValue
from sampler.families import family
from sampler.families import preset as known_preset
from webui.errors import Conflict
from webui.messaging import jobs
from webui.models import AuditEntry, Dataset, Run
from webui.selectors.datasets import dataset_get
from webui.services.audit import audit_record

State = Run.State
Action = AuditEntry.Action


@transaction.atomic
def run_create(
    *,
    requested_by: int,
    dataset: int,
    preset: str,
    name: str,
    epochs: int | None = None,
    minutes: float | None = None,
) -> Run:
    """Queue a training. Raises BadValue, NotFound, or Conflict while the dataset is not ready."""
    if family(known_preset(preset).family).trains_on != "hits":
        raise BadValue(
            f"The preset {preset} trains on long recordings: train it on the command line.",
            parameter="preset",
        )
    source = dataset_get(dataset)
    if source.state != Dataset.State.READY:
        raise Conflict(f"The dataset is {source.state}: choose one that is ready.")
    run = Run.objects.create(
        requested_by_id=requested_by, dataset=source, preset=preset, name=name, epochs=epochs, minutes=minutes
    )
    training = {"model": name, "preset": preset, "dataset": source.name}
    audit_record(by=requested_by, action=Action.RUN_CREATE, subject=f"run {run.pk}", **training)
    jobs.train(run.pk)
    return run


@transaction.atomic
def run_cancel(*, run: Run, by: int | None = None) -> Run:
    """Stop a run; its checkpoint is kept. Raises Conflict when it has ended."""
    rows = Run.objects.filter(pk=run.pk)
    if not (
        rows.filter(state=State.QUEUED).update(state=State.CANCELLED, finished_at=timezone.now())
        or rows.filter(state__in=(State.RUNNING, State.STOPPING)).update(state=State.STOPPING)
    ):
        raise Conflict(f"The run is {_refreshed(run).state} already: start a new one.")
    audit_record(by=by, action=Action.RUN_CANCEL, subject=f"run {run.pk}", model=run.name)
    return _refreshed(run)


@transaction.atomic
def run_resume(*, run: Run, by: int | None = None) -> Run:
    """Queue a cancelled or failed run, to go on from its checkpoint. Raises Conflict in any other state."""
    ended = Run.objects.filter(pk=run.pk, state__in=(State.CANCELLED, State.FAILED))
    queued = {"state": State.QUEUED, "queued_at": timezone.now(), "finished_at": None}
    if not ended.update(**queued, error_code="", error_parameters={}):
        raise Conflict(f"The run is {_refreshed(run).state}: only a cancelled or failed one can be resumed.")
    audit_record(by=by, action=Action.RUN_RESUME, subject=f"run {run.pk}", model=run.name)
    jobs.train(run.pk)
    return _refreshed(run)


def _refreshed(run: Run) -> Run:
    run.refresh_from_db()
    return run
