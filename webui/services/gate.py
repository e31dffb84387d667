"""The promotion gate: no version goes live unjudged, and none replaces a better one by accident.

Decode workers judge, in the queue `locate`; the web compares. A name's test set is frozen by a child process,
when a run of that name is first judged, and its measures are kept beside it: so publishing waits for the
candidate's self-test alone, unless something has to be measured for the first time.
"""

import json
import logging
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from sampler.errors import DrumscapeError
from webui.addresses import Place, SoundAddress
from webui.errors import Conflict, NoWorker, Refused
from webui.messaging import jobs, replies
from webui.models import AuditEntry, ModelVersion, Run
from webui.processes.children import SHUTTING_DOWN, ChildFailed, Stopped, run_child
from webui.selectors.models import model_live_or_none, model_version
from webui.selectors.runs import run_folder, run_get
from webui.services.audit import audit_record
from webui.services.models import model_publish
from webui.services.verdict import Verdict, compare

logger = logging.getLogger(__name__)

PLACES = ((0.5, 0.5), (0.15, 0.15), (0.85, 0.15), (0.15, 0.85), (0.85, 0.85))
"""Where a candidate and the live version are heard side by side."""

AT_LEISURE_S = 60.0


def candidate_publish(*, run: Run, by: int | None, force: bool = False) -> ModelVersion:
    """Judge the version that a run has made and make it live.

    Raises Refused, with a report, for one that is broken, or that clicks or is worse than the live version
    unless `force`; Conflict when the run has made none; NoWorker.
    """
    candidate = version_of(run)
    live = model_live_or_none(candidate.name)
    verdict = _verdict(run, candidate, live, jobs.deadline(), measure=not force)
    if verdict.faults or (verdict.objections and not force):
        raise Refused(verdict.summary, describe(candidate, live, verdict))
    with transaction.atomic():
        if model_live_or_none(candidate.name) != live:
            raise Conflict("Another version went live just now: compare with that one, then publish again.")
        forced = bool(verdict.objections)
        action = AuditEntry.Action.PUBLISH_ANYWAY if forced else AuditEntry.Action.PUBLISH
        detail = {"run": run.pk, "instead_of": live and live.version, "objections": verdict.objections}
        audit_record(by=by, action=action, subject=candidate, **detail)
        return model_publish(row=candidate)


def candidate_report(*, run: Run) -> dict[str, Any]:
    """The version that a run has made beside the live one. Raises Conflict where there is none; NoWorker."""
    candidate = version_of(run)
    live = model_live_or_none(candidate.name)
    return describe(candidate, live, _verdict(run, candidate, live, jobs.deadline()))


def candidate_measure(*, run: Run, version: ModelVersion, keep_going: Callable[[], bool]) -> None:
    """After an export: freeze the name's test set if there is none, and measure, so that nobody has to wait.

    A failure costs time later, not the run. `keep_going` is asked every few seconds.
    """
    live = model_live_or_none(version.name)
    patiently = partial(_receive_at_leisure, keep_going=keep_going)
    try:
        heldout_freeze(run=run, name=version.name, keep_going=keep_going)
        _verdict(run, version, live, time.monotonic() + AT_LEISURE_S, receive=patiently)
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
    """What an ingest worker does when somebody waits. Raises NotFound or Conflict."""
    run = run_get(run_id)
    heldout_freeze(run=run, name=run.name)


def heldout_file(name: str) -> Path:
    """Where the frozen test set of a name lies."""
    file: Path = settings.TESTSETS_DIR / name / "dataset.npz"
    return file


def version_of(run: Run) -> ModelVersion:
    """What a run has made; raises Conflict when it has made none that is still there."""
    if run.state != Run.State.FINISHED or run.model_version is None:
        raise Conflict(f"The run is {run.state}: publish it once it is finished.")
    return model_version(run.model_version.name, run.model_version.version)


def _verdict(
    run: Run,
    candidate: ModelVersion,
    live: ModelVersion | None,
    deadline: float,
    *,
    measure: bool = True,
    receive: Callable[[str, float], bytes] = replies.receive,
) -> Verdict:
    """Whoever insists, and does not `measure`, need not wait for more than the candidate's self-test."""
    unmeasured = _freeze_for(run, candidate.name, deadline) if live and measure else None
    rivals = [candidate] if live is None or live == candidate else [candidate, live]
    # all questions are asked before any answer is waited for: several workers answer at once
    keys = [
        jobs.ask_judgement(row.name, row.version, deadline, self_test=row == candidate, measure=measure)
        for row in rivals
    ]
    judgements = [json.loads(receive(key, deadline)) for key in keys]
    return compare(judgements[0], judgements[1] if len(judgements) > 1 else None, unmeasured)


def _freeze_for(run: Run, name: str, deadline: float) -> str | None:
    """Have the test set frozen if it is missing; returns why that cannot be."""
    if heldout_file(name).exists():
        return None
    try:
        replies.receive(jobs.ask_testset(run.pk), deadline - settings.REQUEST_DEADLINE_S / 2)
    except NoWorker:
        raise
    except DrumscapeError as error:
        return error.message
    return None


def describe(candidate: ModelVersion, live: ModelVersion | None, verdict: Verdict) -> dict[str, Any]:
    """The report that the API gives and the dashboard shows."""
    rival = live if live and live.pk != candidate.pk else None
    return {
        "model": candidate.name,
        "candidate": candidate.version,
        "live": rival and rival.version,
        "can_publish": not verdict.faults and not verdict.objections,
        "can_force": not verdict.faults,
        "reasons": [*verdict.faults, *verdict.objections],
        "numbers": verdict.numbers,
        "places": [
            {"x": x, "y": y, "candidate_url": _url(candidate, x, y), "live_url": rival and _url(rival, x, y)}
            for x, y in PLACES
        ],
    }


def _url(row: ModelVersion, x: float, y: float) -> str:
    return SoundAddress(row.name, row.version, Place(x, y)).path
