"""The Celery application of the web and of ingest and train workers.

It has no result backend: `webui.messaging.replies` carries the answers.

The commands that start the workers of all five queues, from the repository's root (for decode on a GPU take
--pool=threads --concurrency=16, see `sampler.model.gather`):

    celery -A webui.config.decoding worker -Q decode --pool=solo --without-heartbeat --without-gossip \
        --without-mingle -n decode@%h
    celery -A webui.config.decoding worker -Q locate --pool=solo --without-heartbeat --without-gossip \
        --without-mingle -n locate@%h
    celery -A webui.config.decoding worker -Q judge --pool=solo --without-heartbeat --without-gossip \
        --without-mingle -n judge@%h
    celery -A webui.config worker -Q ingest --pool=threads --concurrency=4 --without-heartbeat \
        --without-gossip --without-mingle -n ingest@%h
    celery -A webui.config worker -Q train --pool=threads --concurrency=1 --without-heartbeat \
        --without-gossip --without-mingle -n train@%h

On CPUs a decode worker has one thread: add processes, not threads. Ingest and train tasks only wait for child
processes, so their pools are threads. Stop a train worker with SIGTERM and give it 30 s: its training saves a
checkpoint, from which the next train worker continues.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webui.config.settings")

app = Celery(
    "webui",
    include=["webui.tasks.ingest", "webui.tasks.train"],
    task_cls="webui.messaging.deadlines:TimelyTask",
    set_as_current=True,
)
app.config_from_object("webui.config.celery_settings")
