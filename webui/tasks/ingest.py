"""Tasks of ingest workers: files of unknown origin, which only child processes with limits read."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings

from sampler.audio.write import encode_wav
from webui.messaging import jobs, replies, vitals
from webui.messaging.deadlines import remaining_s
from webui.selectors.dataset_files import original_file
from webui.selectors.datasets import dataset_get
from webui.services.gate import heldout_freeze_by_number
from webui.services.preparation import datasets_prepare
from webui.services.recovery import keep_recovering
from webui.services.uploads import uploads_sweep
from webui.tasks.prepared import put_prepared
from webui.tasks.queues import consumes
from webui.tasks.readers import readers


@worker_ready.connect
def tidy(sender: Any, **kwargs: Any) -> None:
    if consumes(sender, "ingest"):
        uploads_sweep()
        readers.fill()
        keep_recovering()
        vitals.keep_reporting("ingest")


@shared_task(name="ingest.read_upload")
def read_upload(name: str, version: str, upload: str, refine: bool, reply_key: str) -> None:
    """Read an uploaded sample and hand it to a decode worker, which answers."""
    with replies.failures_sent_to(reply_key):
        sound = readers.read(settings.UPLOADS_DIR / upload)
        jobs.pass_on_match(name, version, put_prepared(sound), refine, reply_key, expires_s=remaining_s())
    readers.fill()


@shared_task(name="ingest.read_original")
def read_original(dataset_id: int, index: int, reply_key: str) -> None:
    """Answer with a file of a dataset as it is, as a WAV that browsers play."""
    with replies.failures_sent_to(reply_key):
        original = readers.read_original(original_file(dataset_get(dataset_id), index))
        replies.send(reply_key, encode_wav(original.samples, rate_hz=original.rate_hz, bits=16))
    readers.fill()


@shared_task(name="ingest.freeze_testset")
def freeze_testset(run_id: int, reply_key: str) -> None:
    """Freeze the test set of a run's name, unless there is one."""
    with replies.failures_sent_to(reply_key):
        heldout_freeze_by_number(run_id=run_id)
        replies.send(reply_key, b"")


@shared_task(name="ingest.prepare_dataset")
def prepare_dataset(dataset_id: int) -> None:
    """Prepare this and every other queued dataset, one at a time."""
    datasets_prepare()
