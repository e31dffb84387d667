"""Celery's settings. Rows, claims and leases order the jobs, so a message delivered twice does no harm."""

from django.conf import settings

from webui.config.environment import broker_url as celery_broker_url

broker_url = celery_broker_url(settings.REDIS_URL)
broker_transport_options = {
    # The message of a killed worker is redelivered after 11 s (measured), with Kombu's defaults after 103 s.
    "visibility_timeout": 10,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    # A sender gives up on a broker that hangs, well within a request's deadline.
    "socket_timeout": 2,
}
task_publish_retry_policy = {"max_retries": 1, "interval_start": 0}
broker_connection_retry_on_startup = True

task_ignore_result = True
task_default_queue = "ingest"
task_routes = {
    # a search takes up to a second: with a queue and a worker of its own, no slider waits for it
    "decode.locate": {"queue": "locate"},
    # judging takes seconds: no sample waits for it
    "decode.judge": {"queue": "judge"},
    **{f"{queue}.*": {"queue": queue} for queue in ("decode", "ingest", "train")},
}
task_serializer = "json"
accept_content = ["json"]

worker_prefetch_multiplier = 1
worker_enable_remote_control = False
worker_send_task_events = False
worker_hijack_root_logger = False
worker_cancel_long_running_tasks_on_connection_loss = False
