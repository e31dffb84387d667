"""Sounds per second for sixteen clients at once, compared with a view that calls one Keras model's `predict`.

    python benchmarks/concurrent_clients.py [--clients 16] [--seconds 6] [--rounds 3]

Starts the whole instrument and, under the same web server, the baseline view of `baselines/plain_web.py`.
Asks both, in turn and over connections that are kept alive, for sounds at positions that were not asked for
before. With DECODE_RUNTIME=keras the instrument's worker runs Keras too and batches calls as on a GPU.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import requests

from benchmarks.crowd import ask_together
from benchmarks.sound_latency import GOLDEN, MODEL
from tests.live_studio import ROOT, LiveStudio, free_port, new_studio
from webui.processes.supervision import programs

TARGET = 10.0
START_S = 120.0


def paths(address: str) -> Iterator[str]:
    """Yield addresses of different positions, spread evenly, without end."""
    index = 0
    while True:
        index += 1
        yield f"{address}?x={index * GOLDEN[0] % 1:.6f}&y={index * GOLDEN[1] % 1:.6f}"


@contextmanager
def plain_web(folder: Path) -> Iterator[int]:
    """Start the baseline under the instrument's web server, with its settings; yields its port."""
    port = free_port()
    served = programs.web(["127.0.0.1"], port, None).command
    command = [
        "benchmarks.baselines.plain_web:application" if part == "webui.config.wsgi" else part
        for part in served
    ]
    variables = {**os.environ, "MODEL_FOLDER": str(folder)}
    server = subprocess.Popen(command, cwd=ROOT, env=variables, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the baseline did not start")


def report(title: str, elapsed_ms: list[float], seconds: float) -> float:
    """Print one line; returns sounds per second."""
    p50, p95 = np.percentile(elapsed_ms, [50, 95])
    rate = len(elapsed_ms) / seconds
    print(f"{title:44s} {rate:6.1f} sounds/s   p50 {p50:7.1f} ms   p95 {p95:7.1f} ms", flush=True)
    return rate


def measure(studio: LiveStudio, clients: int, seconds: float, rounds: int) -> None:
    version = requests.get(f"{studio.url}/api/models/{MODEL}/", timeout=10).json()["version"]
    with plain_web(studio.models_dir / MODEL / version) as plain_port:
        asked = [
            ("web, Celery, decode worker", studio.port, paths(f"/api/models/{MODEL}/{version}/sound.wav")),
            ("Keras predict in the view", plain_port, paths("/sound.wav")),
        ]
        for _, port, addresses in asked:
            ask_together(port, addresses, clients, 2.0)
        print(f"{clients} clients, {os.cpu_count()} cores; target: {TARGET:.0f} times as many sounds")
        ratios = []
        for _ in range(rounds):
            ours, plain = (
                report(title, ask_together(port, addresses, clients, seconds), seconds)
                for title, port, addresses in asked
            )
            ratios.append(ours / plain)
            print(f"{'':44s} {ratios[-1]:6.1f} times", flush=True)
        print(f"{'median':44s} {np.median(ratios):6.1f} times")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        studio = new_studio(Path(folder))
        studio.start()
        try:
            measure(studio, arguments.clients, arguments.seconds, arguments.rounds)
        finally:
            studio.stop()


if __name__ == "__main__":
    main()
