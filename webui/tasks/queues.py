"""Which queue a worker consumes: all workers know all tasks."""

from typing import Any


def consumes(consumer: Any, queue: str) -> bool:
    """Whether the worker that sent a `worker_ready` signal takes messages from `queue`."""
    return queue in consumer.app.amqp.queues.consume_from
