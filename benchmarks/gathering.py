"""Sounds per second of several threads that share one Keras decoder, with and without batching.

    python benchmarks/gathering.py [--seconds 4]

Each thread asks for its next sound when it has one, as the threads of a decode worker with a GPU do. The
decoder runs on the devices that TensorFlow finds. Without a GPU, compare the ratios only.
"""

import argparse
import os
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from numpy.typing import NDArray

from benchmarks.baselines.plain_render import build
from benchmarks.sound_latency import positions
from sampler.audio.options import RenderOptions
from sampler.model.gather import WINDOW_S, GatheringNetwork
from sampler.model.inference import Model
from sampler.model.keras_runtime import KerasNetwork
from sampler.model.runtime import Network

FOLDER = Path(__file__).parents[1] / "models" / "snare" / "1"
THREADS = (1, 2, 4, 16)


def in_turn(network: Network) -> Network:
    """A network that runs one call at a time."""
    lock = threading.Lock()

    def run(**arrays: NDArray[Any]) -> NDArray[np.float32]:
        with lock:
            return network(**arrays)

    return run


WAYS: dict[str, Callable[[Network], Network]] = {
    "one by one": in_turn,
    "together, without a window": partial(GatheringNetwork, window_s=0.0),
    f"together, window {1000 * WINDOW_S:.0f} ms": GatheringNetwork,
}


def crowd(model: Model, threads: int, seconds: float) -> list[float]:
    """Milliseconds of every sound that `threads` threads render in `seconds`."""
    elapsed_ms: list[float] = []
    end = time.perf_counter() + seconds

    def render() -> None:
        for x, y in positions(100_000):
            start = time.perf_counter()
            if start > end:
                return
            model.render(x, y, options=RenderOptions())
            elapsed_ms.append(1e3 * (time.perf_counter() - start))

    clients = [threading.Thread(target=render) for _ in range(threads)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return elapsed_ms


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=4.0)
    seconds = parser.parse_args().seconds
    decoder, manifest = build(FOLDER)
    network = KerasNetwork(decoder)
    for threads in THREADS:
        for way, served in WAYS.items():
            made = served(network)
            elapsed_ms = crowd(Model(manifest, made, made), threads, seconds)
            p50, p95 = np.percentile(elapsed_ms, [50, 95])
            rate = f"{len(elapsed_ms) / seconds:6.1f} sounds/s"
            print(f"{threads:2d} threads, {way:28s} {rate}   p50 {p50:6.2f} ms   p95 {p95:6.2f} ms")


if __name__ == "__main__":
    main()
