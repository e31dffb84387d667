"""Enqueueing jobs while the broker is slow."""

from webui.config.celery import app
from webui.messaging.broker import redis
from webui.messaging.jobs import ask_alive

PAUSE_MS = 3000
"""Longer than one attempt to send waits, shorter than two."""


def test_a_message_gets_through_though_the_broker_hangs_for_a_moment(broker: None) -> None:
    with app.amqp.producer_pool.acquire(block=True) as producer:
        assert producer.channel  # connects; nothing is declared or sent yet
    client = redis()
    client.client_pause(PAUSE_MS)
    ask_alive()
    assert client.llen("decode") >= 1
