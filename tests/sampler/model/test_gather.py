"""The gathering network: calls of several threads share a batch, and each gets its own answer."""

import gc
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.model.gather import GatheringNetwork
from tests.waiting import until

PATIENCE_S = 30.0
Floats = NDArray[np.float32]


class Doubler:
    """Doubles its input, refuses negative values, records its batches, and can be blocked."""

    def __init__(self) -> None:
        self.batches: list[list[float]] = []
        self.free = threading.Event()
        self.free.set()

    def __call__(self, **arrays: NDArray[Any]) -> Floats:
        values = np.asarray(arrays["value"], np.float32)
        self.batches.append(values[:, 0].tolist())
        assert self.free.wait(PATIENCE_S)
        if (values < 0).any():
            raise ValueError("negative")
        return 2 * values


def rows(*values: float) -> NDArray[np.float64]:
    return np.array(values)[:, None]


def test_waiting_calls_share_a_batch_and_each_gets_its_own_answer() -> None:
    network = Doubler()
    gathered = GatheringNetwork(network)
    with ThreadPoolExecutor(8) as threads:
        network.free.clear()
        first = threads.submit(gathered, value=rows(0))
        until(lambda: bool(network.batches))
        others = [threads.submit(gathered, value=rows(i, -i + 20)) for i in range(1, 6)]
        until(lambda: gathered._calls.qsize() == len(others))
        network.free.set()
        assert first.result().tolist() == [[0]]
        for i, other in enumerate(others, 1):
            assert other.result().tolist() == [[2 * i], [40 - 2 * i]]
    assert [len(batch) for batch in network.batches] == [1, 10]


def test_only_the_bad_call_of_a_batch_fails() -> None:
    network = Doubler()
    gathered = GatheringNetwork(network)
    with ThreadPoolExecutor(8) as threads:
        network.free.clear()
        threads.submit(gathered, value=rows(0))
        until(lambda: bool(network.batches))
        asked = {value: threads.submit(gathered, value=rows(value)) for value in (1.0, -2.0, 3.0)}
        wrong_shape = threads.submit(gathered, value=np.zeros((1, 2)))
        nameless = threads.submit(gathered, other=rows(1))
        until(lambda: gathered._calls.qsize() == 5)
        network.free.set()
        with pytest.raises(ValueError, match="negative"):
            asked[-2.0].result()
        assert [asked[value].result().tolist() for value in (1.0, 3.0)] == [[[2]], [[6]]]
        assert wrong_shape.result().tolist() == [[0, 0]]
        with pytest.raises(KeyError):
            nameless.result()
    assert gathered(value=rows(4)).tolist() == [[8]]


def answer(gathered: GatheringNetwork, **arrays: NDArray[Any]) -> Floats:
    """Raises TimeoutError where nobody answers: the thread that waits does not keep the test waiting."""
    answered: Future[Floats] = Future()
    call = threading.Thread(target=lambda: answered.set_result(gathered(**arrays)), daemon=True)
    call.start()
    return answered.result(PATIENCE_S)


def test_a_call_without_rows_is_answered_and_so_are_those_after_it() -> None:
    gathered = GatheringNetwork(Doubler())
    assert answer(gathered, value=np.zeros((0, 1))).shape == (0, 1)
    assert answer(gathered, value=rows(4)).tolist() == [[8]]


def test_a_call_without_arrays_is_refused_and_those_after_it_are_answered() -> None:
    gathered = GatheringNetwork(Doubler())
    with pytest.raises(ValueError, match="at least one array"):
        gathered()
    assert answer(gathered, value=rows(4)).tolist() == [[8]]


def test_a_batch_has_a_largest_size() -> None:
    network = Doubler()
    gathered = GatheringNetwork(network, most_rows=4)
    with ThreadPoolExecutor(16) as threads:
        network.free.clear()
        threads.submit(gathered, value=rows(0))
        until(lambda: bool(network.batches))
        for value in range(1, 11):
            threads.submit(gathered, value=rows(value))
        until(lambda: gathered._calls.qsize() == 10)
        network.free.set()
    assert [len(batch) for batch in network.batches] == [1, 4, 4, 2]


def test_a_single_caller_never_waits_and_several_wait_for_the_window_at_most() -> None:
    network, window_s = Doubler(), 0.6
    gathered = GatheringNetwork(network, window_s=window_s)

    def took_s() -> float:
        start = time.monotonic()
        gathered(value=rows(1))
        return time.monotonic() - start

    assert took_s() < window_s / 2
    with ThreadPoolExecutor(3) as threads:
        network.free.clear()
        threads.submit(took_s)
        until(lambda: len(network.batches) == 2)
        crowd = [threads.submit(took_s) for _ in range(2)]
        until(lambda: gathered._calls.qsize() == 2)
        network.free.set()
    assert all(one.result() for one in crowd)
    assert [len(batch) for batch in network.batches] == [1, 1, 2]
    assert 0.9 * window_s < took_s() < 20 * window_s, "the crowd may come back"
    assert took_s() < window_s / 2, "it did not"


def test_the_thread_ends_with_its_object() -> None:
    before = set(threading.enumerate())
    gathered = GatheringNetwork(Doubler())
    assert gathered(value=rows(1)).tolist() == [[2]]
    (its_own,) = set(threading.enumerate()) - before
    del gathered
    gc.collect()
    until(lambda: not its_own.is_alive())
