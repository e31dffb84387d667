"""A training that is killed after its worker has lost the run to another one."""

import os
import signal
import threading
from pathlib import Path

import pytest
from django.db import connection

from tests.synthetic import write_drums
from tests.tiny_model import sampler
from tests.waiting import until
from webui.models import Dataset, Run
from webui.processes.children import PID
from webui.selectors.datasets import dataset_prepared_folder
from webui.selectors.runs import run_folder
from webui.services.training import run_train

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("folders")]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    dataset = Dataset.objects.create(name="drums", state="ready")
    sampler("prepare", write_drums(tmp_path / "drums", 16), dataset_prepared_folder(dataset))
    return Run.objects.create(dataset=dataset, preset="ae-small-tanh", name="tom", epochs=1)


def take_over_and_kill(run: Run) -> None:
    """As soon as its training runs: another worker gets the run, and the training is killed."""
    pid = run_folder(run) / PID
    until(lambda: pid.exists() and pid.read_text())
    try:
        Run.objects.update(worker="another")
    finally:
        connection.close()
    os.killpg(int(pid.read_text()), signal.SIGKILL)


def test_a_killed_training_is_not_started_again_by_a_worker_that_lost_it(run: Run) -> None:
    other = threading.Thread(target=take_over_and_kill, args=(run,))
    other.start()
    run_train()
    other.join()
    run.refresh_from_db()
    assert (run.state, run.worker) == ("running", "another")
    assert "was killed" not in (run_folder(run) / "log.txt").read_text()
