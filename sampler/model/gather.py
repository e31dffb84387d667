"""Batch the calls of several threads into one call: a GPU renders a few sounds as fast as one."""

import threading
import time
import weakref
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sampler.model.runtime import Network

WINDOW_S = 0.003
"""Longest time that a call waits for further calls."""

MOST_ROWS = 16
"""A batch takes no further call once it has this many rows."""


@dataclass(frozen=True)
class _Call:
    arrays: dict[str, NDArray[Any]]
    rows: int
    arrived_s: float = field(default_factory=time.monotonic)
    answer: Future[NDArray[np.float32]] = field(default_factory=Future)


_Calls = SimpleQueue[_Call | None]


class GatheringNetwork:
    """Takes calls from several threads; one thread of its own calls the network with a batch of them.

    When the network is free, all waiting calls go to it in one batch. A batch smaller than the previous one
    waits up to `window_s` for further calls. So a single caller never waits, and several callers that ask for
    their next sounds at nearly the same time stay in one batch.
    """

    def __init__(self, network: Network, *, window_s: float = WINDOW_S, most_rows: int = MOST_ROWS) -> None:
        """Start the thread that calls `network`; it ends when this object is freed."""
        self._calls: _Calls = SimpleQueue()
        serving = (self._calls, network, window_s, most_rows)
        threading.Thread(target=_serve, args=serving, name="gather", daemon=True).start()
        weakref.finalize(self, self._calls.put, None)  # the thread ends with this object

    def __call__(self, **arrays: NDArray[Any]) -> NDArray[np.float32]:
        """Run on arrays (n, ...) by input name, n at least 0; returns (n, ...).

        Raises ValueError without any array, and what the network raises for these.
        """
        if not arrays:
            raise ValueError("A network needs at least one array: none was given.")
        call = _Call(arrays, rows=len(next(iter(arrays.values()))))
        self._calls.put(call)
        return call.answer.result()


def _serve(calls: _Calls, network: Network, window_s: float, most_rows: int) -> None:
    last_count = 1
    while (first := calls.get()) is not None:
        batch = _gather(calls, first, last_count, window_s, most_rows)
        last_count = len(batch)
        _answer(network, batch)


def _gather(calls: _Calls, first: _Call, last_count: int, window_s: float, most_rows: int) -> list[_Call]:
    """`first`, the calls that wait, and those that arrive within `window_s` until there are `last_count`."""
    batch, rows = [first], first.rows
    while rows < most_rows:
        left_s = first.arrived_s + window_s - time.monotonic() if len(batch) < last_count else 0.0
        try:
            call = calls.get(timeout=left_s) if left_s > 0 else calls.get_nowait()
        except Empty:
            break
        if call is None:
            calls.put(None)
            break
        batch.append(call)
        rows += call.rows
    return batch


def _answer(network: Network, batch: Sequence[_Call]) -> None:
    """Give each call its own rows. If the batch fails, run each call alone, so that only a bad call fails."""
    try:
        names = batch[0].arrays
        together = network(**{name: np.concatenate([call.arrays[name] for call in batch]) for name in names})
        ends = np.cumsum([call.rows for call in batch])
        for call, rows in zip(batch, np.split(together, ends[:-1]), strict=True):
            call.answer.set_result(rows)
    except Exception as error:
        if len(batch) == 1:
            batch[0].answer.set_exception(error)
            return
        for call in batch:
            _answer(network, [call])
