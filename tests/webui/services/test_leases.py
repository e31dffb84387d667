"""Leases: a job is claimed once, and queued again when its worker is gone."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from webui.models import LEASE_S, Dataset, Run
from webui.services.leases import job_claim, job_close, job_give_back, job_renew
from webui.services.recovery import MESSAGE_LOST_S, jobs_recover

pytestmark = pytest.mark.django_db
QUEUED = Run.objects.filter(state="queued")


@pytest.fixture
def run() -> Run:
    dataset = Dataset.objects.create(name="snares", state="ready")
    return Run.objects.create(dataset=dataset, preset="modal", name="snare")


def claim() -> Run:
    claimed = job_claim(queued=QUEUED.all(), state="running")
    assert claimed is not None
    return claimed


def age(**seconds: float) -> None:
    now = timezone.now()
    Run.objects.update(**{name: now - timedelta(seconds=ago_s) for name, ago_s in seconds.items()})


def test_a_job_is_claimed_once(run: Run) -> None:
    assert claim().pk == run.pk
    assert job_claim(queued=QUEUED.all(), state="running") is None


def test_the_oldest_is_claimed_first(run: Run) -> None:
    newer = Run.objects.create(dataset=run.dataset, preset="modal", name="tom")
    assert [claim().pk, claim().pk] == [run.pk, newer.pk]


def test_a_holder_renews_and_closes(run: Run) -> None:
    held = claim()
    age(heartbeat_at=LEASE_S + 1)
    assert job_renew(job=held, states=("running",))
    jobs_recover()
    assert job_close(job=held, state="finished")
    run.refresh_from_db()
    assert (run.state, run.worker) == ("finished", "")
    assert run.finished_at is not None


def test_a_cancelled_run_is_not_renewed(run: Run) -> None:
    held = claim()
    Run.objects.update(state="stopping")
    assert not job_renew(job=held, states=("running",))
    assert job_close(job=held, state="cancelled")


def test_a_worker_that_lost_a_job_cannot_change_it(run: Run) -> None:
    first = claim()
    age(heartbeat_at=LEASE_S + 1)
    jobs_recover()
    second = claim()
    assert not job_renew(job=first, states=("running",))
    assert not job_close(job=first, state="failed")
    assert not job_give_back(job=first)
    assert job_renew(job=second, states=("running",))


def test_a_run_whose_worker_is_gone_is_queued_again(run: Run) -> None:
    claim()
    jobs_recover()
    assert Run.objects.get().state == "running"
    age(heartbeat_at=LEASE_S + 1)
    jobs_recover()
    assert Run.objects.get().state == "queued"


def test_a_run_whose_worker_went_while_stopping_is_cancelled(run: Run) -> None:
    claim()
    Run.objects.update(state="stopping")
    age(heartbeat_at=LEASE_S + 1)
    jobs_recover()
    assert Run.objects.get().state == "cancelled"


def test_a_dataset_whose_worker_is_gone_is_queued_again() -> None:
    Dataset.objects.create(name="d", state="preparing", worker="gone")
    jobs_recover()
    assert Dataset.objects.get().state == "queued"


def waiting_messages(callbacks: Any) -> int:
    """The number of messages that `jobs_recover` sends."""
    with callbacks() as sent:
        jobs_recover()
    return len(sent)


def test_a_job_is_sent_again_when_its_message_was_lost(
    run: Run, django_capture_on_commit_callbacks: Any
) -> None:
    assert waiting_messages(django_capture_on_commit_callbacks) == 0
    age(queued_at=MESSAGE_LOST_S + 1)
    assert waiting_messages(django_capture_on_commit_callbacks) == 1


def test_a_job_that_waits_for_a_busy_worker_is_not_sent_again(
    run: Run, django_capture_on_commit_callbacks: Any
) -> None:
    Run.objects.create(dataset=run.dataset, preset="modal", name="tom")
    claim()
    Run.objects.filter(state="queued").update(queued_at=timezone.now() - timedelta(hours=1))
    assert waiting_messages(django_capture_on_commit_callbacks) == 0


def test_a_run_that_lost_its_worker_keeps_its_turn(run: Run) -> None:
    behind = Run.objects.create(dataset=run.dataset, preset="modal", name="tom")
    claim()
    age(heartbeat_at=LEASE_S + 1)
    jobs_recover()
    given_back = claim()
    assert given_back.pk == run.pk
    job_give_back(job=given_back)
    assert [claim().pk, claim().pk] == [run.pk, behind.pk]


def test_a_job_given_back_can_be_claimed_by_another(run: Run) -> None:
    job_give_back(job=claim())
    assert claim().pk == run.pk
