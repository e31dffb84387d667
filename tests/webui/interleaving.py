"""Interleave what processes do to the database, at chosen queries."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

from django.db import connection

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


@contextmanager
def before_query(*fragments: str, act: Callable[[], object]) -> Iterator[None]:
    """Call `act` once, before this thread's first query that contains all `fragments`, parameters included.

    Raises AssertionError at the end if there was no such query.
    """
    waiting = [act]

    def execute(run: Execute, sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        text = f"{sql} {[str(parameter) for parameter in parameters or ()]}"
        if waiting and all(fragment in text for fragment in fragments):
            waiting.pop()()
        return run(sql, parameters, many, context)

    with connection.execute_wrapper(execute):
        yield
    assert not waiting, f"no query contains {fragments}"


MEET_S = 2.0


def at_once(*acts: Callable[[], object], meet_before: tuple[str, ...]) -> list[object]:
    """Run each of `acts` in a thread with a connection of its own; return their results, or what they raised.

    Each waits before its first query that contains all of `meet_before` until the others are as far, but at
    most MEET_S: one that waits for a lock of another never gets so far.
    """
    barrier = threading.Barrier(len(acts))

    def meet() -> None:
        with suppress(threading.BrokenBarrierError):
            barrier.wait(MEET_S)

    def run(act: Callable[[], object]) -> object:
        try:
            with before_query(*meet_before, act=meet):
                return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))
