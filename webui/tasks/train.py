"""Tasks of train workers: one training at a time."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready, worker_shutting_down

from webui.messaging import vitals
from webui.processes.children import SHUTTING_DOWN
from webui.services.recovery import keep_recovering
from webui.services.training import run_train
from webui.tasks.queues import consumes


@worker_ready.connect
def recover(sender: Any, **kwargs: Any) -> None:
    if consumes(sender, "train"):
        keep_recovering()
        vitals.keep_reporting("train")


@worker_shutting_down.connect
def stop_children(**kwargs: Any) -> None:
    SHUTTING_DOWN.set()


@shared_task(name="train.train")
def train(run_id: int) -> None:
    """Carry out the first run of the queue, which may be another than the one that sent the message."""
    run_train()
