"""The promotion gate: every version is judged before it goes live, and compared with the one it replaces.

A worker of its own judges, in the queue `judge`; the web compares. A child process freezes the test set of a
name when the first run of that name is judged. Measures are kept beside the test set, so that publishing
waits for no more than the candidate's self-test, unless a version is measured for the first time.
"""

import json
import logging
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from sampler.errors import DrumscapeError
from webui.errors import Conflict, NoWorker, Refused
from webui.messaging import jobs, replies
from webui.models import AuditEntry, ModelVersion, Run
from webui.processes.children import SHUTTING_DOWN, ChildFailed, Stopped, run_child
from webui.selectors.models import model_live_or_none, model_version
from webui.selectors.runs import run_folder, run_get
from webui.services.audit import audit_record
from webui.services.models import model_publish, versions_lock
from webui.services.verdict import Comparison, compare

logger = logging.getLogger(__name__)

AT_LEISURE_S = 60.0


def candidate_publish(*, run: Run, by: int | None, force: bool = False) -> ModelVersion:
    """Judge the version that a run has made and make it live.

    Raises Refused, with the comparison, for a version that is broken, and unless `force` for one that clicks
    or is worse than the live version; Conflict when the run has made none, or when another version went live
    meanwhile; NoWorker.
    """
    candidate = version_of(run)
    compared = _compared(run, candidate, jobs.deadline(), measure=not force)
    verdict = compared.verdict
    if not verdict.can_force or (verdict.objections and not force):
        raise Refused(verdict.summary, compared)
    return _publish(run, compared, by)


@transaction.atomic
def _publish(run: Run, compared: Comparison, by: int | None) -> ModelVersion:
    """Make the candidate live if the version that it was compared with still is live."""
    candidate, live = compared.candidate, compared.live
    versions_lock(candidate.name)
    if model_live_or_none(candidate.name) != live:
        raise Conflict("Another version went live just now: compare with that one, then publish again.")
    objections = compared.verdict.objections
    action = AuditEntry.Action.PUBLISH_ANYWAY if objections else AuditEntry.Action.PUBLISH
    detail = {"run": run.pk, "instead_of": live and live.version, "objections": objections}
    audit_record(by=by, action=action, subject=candidate, **detail)
    return model_publish(row=candidate)


def candidate_report(*, run: Run) -> Comparison:
    """The version that a run has made beside the live one. Raises Conflict where there is none; NoWorker."""
    return _compared(run, version_of(run), jobs.deadline())


def candidate_measure(*, run: Run, version: ModelVersion, keep_going: Callable[[], bool]) -> None:
    """After an export: freeze the name's test set if there is none, and measure. So publishing need not wait.

    A failure does not fail the run: publishing measures then. `keep_going` is called every few seconds.
    """
    patiently = partial(_receive_at_leisure, keep_going=keep_going)
    try:
        heldout_freeze(run=run, name=version.name, keep_going=keep_going)
        _compared(run, version, time.monotonic() + AT_LEISURE_S, receive=patiently)
    except (DrumscapeError, Stopped, RedisError, BrokerError) as error:
        logger.warning("%s is not measured yet: %s", version, error)


def _receive_at_leisure(key: str, deadline: float, *, keep_going: Callable[[], bool]) -> bytes:
    while True:
        try:
            return replies.receive(key, min(deadline, time.monotonic() + settings.REQUEST_DEADLINE_S))
        except NoWorker:
            if time.monotonic() >= deadline or SHUTTING_DOWN.is_set() or not keep_going():
                raise


def heldout_freeze(*, run: Run, name: str, keep_going: Callable[[], bool] = lambda: True) -> None:
    """Write the test set of a name from what a run held out, unless there is one; raises Conflict."""
    file = heldout_file(name)
    if file.exists():
        return
    try:
        run_child(
            "sampler.measure.testset", [run_folder(run), file], folder=file.parent, keep_going=keep_going
        )
    except ChildFailed as error:
        raise Conflict(error.explanation or "Its test sounds could not be read.") from error


def heldout_freeze_by_number(*, run_id: int) -> None:
    """`heldout_freeze` for the ingest worker. Raises NotFound or Conflict."""
    run = run_get(run_id)
    heldout_freeze(run=run, name=run.name)


def heldout_file(name: str) -> Path:
    """The path of the frozen test set of a name."""
    file: Path = settings.TESTSETS_DIR / name / "dataset.npz"
    return file


def version_of(run: Run) -> ModelVersion:
    """The version that a run has made. Raises Conflict when it has made none, or when that one is gone."""
    if run.state != Run.State.FINISHED or run.model_version is None:
        raise Conflict(f"The run is {run.state}: publish it once it is finished.")
    return model_version(run.model_version.name, run.model_version.version)


def _compared(
    run: Run,
    candidate: ModelVersion,
    deadline: float,
    *,
    measure: bool = True,
    receive: Callable[[str, float], bytes] = replies.receive,
) -> Comparison:
    """Have workers judge a candidate and the live version, and compare the two.

    Without `measure` it waits only for the candidate's self-test.
    """
    live = model_live_or_none(candidate.name)
    unmeasured = _freeze_for(run, candidate.name, deadline) if live and measure else None
    rivals = [candidate] if live is None or live == candidate else [candidate, live]
    # all questions are asked before any answer is waited for: several workers answer at once
    keys = [
        jobs.ask_judgement(row.name, row.version, deadline, self_test=row == candidate, measure=measure)
        for row in rivals
    ]
    judgements = [json.loads(receive(key, deadline)) for key in keys]
    verdict = compare(judgements[0], judgements[1] if len(judgements) > 1 else None, unmeasured)
    return Comparison(candidate, live, verdict)


def _freeze_for(run: Run, name: str, deadline: float) -> str | None:
    """Have the test set frozen if it is missing; returns the reason when that is impossible."""
    if heldout_file(name).exists():
        return None
    try:
        replies.receive(jobs.ask_testset(run.pk), deadline - settings.REQUEST_DEADLINE_S / 2)
    except NoWorker:
        raise
    except DrumscapeError as error:
        return error.message
    return None
