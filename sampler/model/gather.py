"""Calls of a network from several threads, made together: a GPU takes no longer for a few than for one."""

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

from sampler.model.runtime import Runs

WINDOW_S = 0.003
"""No call is held back longer than this for others that may come."""

MOST_ROWS = 16


@dataclass(frozen=True)
class _Call:
    arrays: dict[str, NDArray[Any]]
    arrived: float = field(default_factory=time.monotonic)
    answer: Future[NDArray[np.float32]] = field(default_factory=Future)

    def __len__(self) -> int:
        return len(next(iter(self.arrays.values())))


_Calls = SimpleQueue[_Call | None]


class Gathered:
    """A network that is called from several threads at once, and called itself by one thread of its own.

    What waits when the network is free goes to it together. It is held back for more only while there are
    fewer than went together the last time, and never for longer than `window_s`: whoever is alone never
    waits, and a crowd that comes back for its next sounds is not torn apart by its quickest.
    """

    def __init__(self, network: Runs, *, window_s: float = WINDOW_S, most_rows: int = MOST_ROWS) -> None:
        self._calls: _Calls = SimpleQueue()
        serving = (self._calls, network, window_s, most_rows)
        threading.Thread(target=_serve, args=serving, name="gather", daemon=True).start()
        weakref.finalize(self, self._calls.put, None)  # the thread ends with this object

    def __call__(self, **arrays: NDArray[Any]) -> NDArray[np.float32]:
        """Named arrays (n, ...) in, one array (n, ...) out; raises what the network raises for them."""
        call = _Call(arrays)
        self._calls.put(call)
        return call.answer.result()


def _serve(calls: _Calls, network: Runs, window_s: float, most_rows: int) -> None:
    company = 1
    while first := calls.get():
        batch = _gather(calls, first, company, window_s, most_rows)
        company = len(batch)
        _answer(network, batch)


def _gather(calls: _Calls, first: _Call, company: int, window_s: float, most_rows: int) -> list[_Call]:
    """`first` and what else waits, or comes in time to make `company` calls."""
    batch, rows = [first], len(first)
    while rows < most_rows:
        left_s = first.arrived + window_s - time.monotonic() if len(batch) < company else 0.0
        try:
            call = calls.get(timeout=left_s) if left_s > 0 else calls.get_nowait()
        except Empty:
            break
        if call is None:
            calls.put(None)
            break
        batch.append(call)
        rows += len(call)
    return batch


def _answer(network: Runs, batch: Sequence[_Call]) -> None:
    """Give each call its own rows. Where they fail together each is tried alone, and fails alone."""
    try:
        names = batch[0].arrays
        together = network(**{name: np.concatenate([call.arrays[name] for call in batch]) for name in names})
        ends = np.cumsum([len(call) for call in batch])
        for call, rows in zip(batch, np.split(together, ends[:-1]), strict=True):
            call.answer.set_result(rows)
    except Exception as error:
        if len(batch) == 1:
            batch[0].answer.set_exception(error)
            return
        for call in batch:
            _answer(network, [call])
