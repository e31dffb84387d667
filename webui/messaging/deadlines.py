"""How much time the request behind a message has left.

A message carries its deadline by the clock that all processes share (`webui.messaging.clock`), and not as
Celery's `expires`, which compares the clocks of two machines.
"""

from typing import Any

from celery import Task, current_task

from webui.messaging import clock

HEADER = "answer_by"


def headers(expires_s: float | None) -> dict[str, float]:
    """The headers of a message that nobody needs after `expires_s`."""
    return {} if expires_s is None else {HEADER: clock.now_s() + expires_s}


def remaining_s() -> float:
    """Seconds until the request behind the running task must be answered; negative afterwards.

    Raises ValueError for a message without a deadline.
    """
    answer_by = _answer_by(current_task)
    if answer_by is None:
        raise ValueError(f"{current_task.name} has no deadline")
    return answer_by - clock.now_s()


def _answer_by(task: Any) -> float | None:
    found = getattr(task.request, HEADER, None)
    return None if found is None else float(found)


class TimelyTask(Task):  # type: ignore[type-arg]  # not generic at run time
    """A task that does nothing once its deadline has passed: nobody waits for the answer any more."""

    abstract = True

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        answer_by = _answer_by(self)
        if answer_by is not None and answer_by < clock.now_s():
            return None
        return self.run(*arguments, **named)
