"""How much time the request behind a message has left."""

from datetime import UTC, datetime

from celery import current_task


def remaining_s() -> float:
    """Seconds until the message of the running task expires, which is when its request must be answered.

    Negative afterwards. Raises ValueError for a message that does not expire. Clocks of several machines
    must agree, as they must for messages to expire in time.
    """
    expires = str(current_task.request.expires)  # its header, in ISO 8601 with a zone
    return (datetime.fromisoformat(expires) - datetime.now(UTC)).total_seconds()
