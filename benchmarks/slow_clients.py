"""How long sounds take while others' connections send or take nothing, beside the usual.

    python benchmarks/slow_clients.py [--clients 200] [--seconds 120]

Starts the whole instrument. Each kind of slow client opens CLIENTS connections and opens them again when the
server closes them, for SECONDS, while one client asks for sounds without a pause.
"""

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from tests.faults import slow_clients as slow
from tests.live_studio import LiveStudio, new_studio

KINDS = {
    "half a request's head": slow.HALF_HEAD,
    "a form without its body": slow.NO_BODY,
    "an upload that stops": slow.SLOW_UPLOAD,
    "answers not taken": slow.MANY_ANSWERS,
}
AGAIN_S = 11.0
"""Longer than the server waits for a request."""


@contextmanager
def stubborn_clients(studio: LiveStudio, count: int, said: bytes) -> Iterator[None]:
    """`count` slow connections at any time during the block."""
    over = threading.Event()

    def keep_on() -> None:
        while not over.is_set():
            with slow.slow_clients(studio, count, said):
                over.wait(AGAIN_S)

    thread = threading.Thread(target=keep_on)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def sounds_for(studio: LiveStudio, seconds: float) -> list[float]:
    """Milliseconds of every sound within `seconds`."""
    end, times_s = time.monotonic() + seconds, []
    while time.monotonic() < end:
        times_s += slow.sound_times_s(studio, 100)
    return [1e3 * each for each in times_s]


def report(title: str, times_ms: list[float], usual_p95_ms: float | None = None) -> float:
    p50, p95, p99 = np.percentile(times_ms, [50, 95, 99])
    ratio = f"   {p95 / usual_p95_ms:5.2f} x usual, p95 (target: 2)" if usual_p95_ms else ""
    print(f"{title:26s} p50 {p50:6.2f} ms   p95 {p95:6.2f} ms   p99 {p99:6.2f} ms{ratio}", flush=True)
    return float(p95)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=120.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        studio = new_studio(Path(folder))
        studio.start()
        try:
            sounds_for(studio, 3.0)
            usual_ms = report("usual", sounds_for(studio, min(30.0, arguments.seconds)))
            for title, said in KINDS.items():
                with stubborn_clients(studio, arguments.clients, said):
                    report(title, sounds_for(studio, arguments.seconds), usual_ms)
        finally:
            studio.stop()


if __name__ == "__main__":
    main()
