"""Which worker this is: all workers know all tasks, each consumes one queue."""

from typing import Any


def consumes(consumer: Any, queue: str) -> bool:
    """Whether the worker that sent a `worker_ready` signal takes messages from `queue`."""
    return queue in consumer.app.amqp.queues.consume_from
