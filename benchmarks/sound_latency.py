"""Time from the request for a sound to its WAV, over HTTP, through Celery, in a decode worker.

    python benchmarks/sound_latency.py [--places 200] [--while-training]

Starts the whole instrument and asks for PLACES different sounds, one after the other, on one connection. Then
measures two references without web and workers: the same sounds rendered in this process, and Keras's
`predict` followed by soundfile. `--while-training` measures again during a real training. "Decode" is the
time within the decode worker, as it reports itself. Also prints the memory of web and decode processes.
"""

import argparse
import http.client
import json
import os
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

from sampler.audio.options import RenderOptions
from sampler.model.inference import Model
from tests.integration.recordings import snares
from tests.live_studio import LiveStudio, new_studio
from webui.messaging import vitals

MODEL = "snare"
P50_MS, P95_MS, MEMORY_MB = 8.0, 20.0, 150.0
GOLDEN = 0.618_033_988_7, 0.754_877_666_2


def positions(count: int) -> list[tuple[float, float]]:
    """`count` different positions, spread evenly (steps of the golden and the plastic number)."""
    return [(index * GOLDEN[0] % 1, index * GOLDEN[1] % 1) for index in range(1, count + 1)]


def over_http(studio: LiveStudio, version: str, count: int) -> list[float]:
    """Milliseconds of each sound over HTTP. Raises RuntimeError for an answer that is no sound."""
    connection = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=20)
    elapsed_ms = []
    for x, y in positions(count):
        start = time.perf_counter()
        connection.request("GET", f"/api/models/{MODEL}/{version}/sound.wav?x={x:.6f}&y={y:.6f}")
        answer = connection.getresponse()
        content = answer.read()
        elapsed_ms.append(1e3 * (time.perf_counter() - start))
        if answer.status != 200 or content[:4] != b"RIFF":
            raise RuntimeError(f"{answer.status} at {x}, {y}: {content[:200]!r}")
    return elapsed_ms


def in_process(folder: Path, count: int) -> list[float]:
    """Milliseconds of the same sounds, rendered in this process."""
    model = Model.load(folder)
    options = RenderOptions.parse({})
    elapsed_ms = []
    for x, y in positions(count):
        start = time.perf_counter()
        model.render(x, y, detail=None, options=options)
        elapsed_ms.append(1e3 * (time.perf_counter() - start))
    return elapsed_ms


def by_keras(folder: Path) -> list[float]:
    command = [sys.executable, str(Path(__file__).parent / "baselines" / "plain_render.py"), str(folder)]
    ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    found: list[float] = json.loads(ended.stdout.splitlines()[-1])
    return found


@contextmanager
def staff(studio: LiveStudio) -> Iterator[requests.Session]:
    """Yield a session whose requests carry the admin's token."""
    token = studio.manage("drf_create_token", studio.username).stdout.split()[2]
    with requests.Session() as session:
        session.headers["Authorization"] = f"Token {token}"
        yield session


def decode_ms(session: requests.Session, studio: LiveStudio) -> tuple[float, float]:
    """p50 and p95 in ms of the latest 200 sounds within the decode worker."""
    time.sleep(vitals.EVERY_S + 0.5)
    reported = session.get(f"{studio.url}/api/health/", timeout=10).json()["latency"]["render"]
    return reported["p50_ms"], reported["p95_ms"]


@contextmanager
def training(session: requests.Session, studio: LiveStudio) -> Iterator[None]:
    """Train `modal` on sixty recordings for the duration of the block."""
    folder = studio.dataset_root / "sixty"
    folder.mkdir()
    for index, path in enumerate(snares(60, studio.var.parent / "spare")):
        (folder / f"{index}{path.suffix}").write_bytes(path.read_bytes())
    dataset = _started(session, studio, "datasets/", {"name": "Sixty", "folder": str(folder)}, "ready")
    wanted = {"dataset": dataset, "preset": "modal", "name": "bench", "minutes": 10}
    run = _started(session, studio, "runs/", wanted, "running", "step")
    yield
    session.post(f"{studio.url}/api/runs/{run}/cancel/", timeout=10).raise_for_status()


def _started(
    session: requests.Session, studio: LiveStudio, kind: str, wanted: object, state: str, counter: str = "id"
) -> int:
    """Create a job; return its number once it is in `state` and `counter` is not 0."""
    made = session.post(f"{studio.url}/api/{kind}", json=wanted, timeout=30)
    made.raise_for_status()
    number: int = made.json()["id"]
    for _ in range(600):
        job = session.get(f"{studio.url}/api/{kind}{number}/", timeout=10).json()
        if job["state"] == state and job[counter]:
            return number
        time.sleep(0.5)
    raise RuntimeError(f"{kind}{number}/ never was {state}: {job}")


def report(title: str, elapsed_ms: list[float], reference_ms: list[float]) -> None:
    p50, p95 = np.percentile(elapsed_ms, [50, 95])
    ratio = p50 / np.median(reference_ms)
    print(f"{title:46s} p50 {p50:6.2f} ms   p95 {p95:6.2f} ms   {ratio:5.2f} x HTTP", flush=True)


def report_decode(title: str, alone: tuple[float, float], found: tuple[float, float]) -> None:
    (p50, p95), ratio = found, found[1] / alone[1]
    print(f"{title:46s} p50 {p50:6.2f} ms   p95 {p95:6.2f} ms   {ratio:5.2f} x alone, p95", flush=True)


def report_memory(studio: LiveStudio) -> None:
    for title, text in (("web process", "gunicorn webui.config.wsgi"), ("decode process", "--queues decode")):
        rss_mb = max(process.memory_info().rss for process in studio.processes(text)) / 1e6
        print(f"{title:46s} {rss_mb:6.1f} MB resident (target: under {MEMORY_MB:.0f})")


def measure(studio: LiveStudio, session: requests.Session, count: int, *, while_training: bool) -> None:
    version = requests.get(f"{studio.url}/api/models/{MODEL}/", timeout=10).json()["version"]
    folder = studio.models_dir / MODEL / version
    over_http(studio, version, 20)
    alone_ms = over_http(studio, version, count)
    print(f"{count} positions, one client, {os.cpu_count()} cores; target p50 {P50_MS} ms, p95 {P95_MS} ms")
    report("HTTP, Celery, decode worker", alone_ms, alone_ms)
    decode_alone = decode_ms(session, studio)
    report_decode("decode", decode_alone, decode_alone)
    report("in this process, without web and workers", in_process(folder, count), alone_ms)
    report("Keras predict and soundfile, in a process", by_keras(folder), alone_ms)
    if while_training:
        with training(session, studio):
            report("HTTP, while a training runs", over_http(studio, version, count), alone_ms)
            report_decode(
                "decode, while a training runs (target: 2 x)", decode_alone, decode_ms(session, studio)
            )
    report_memory(studio)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--places", type=int, default=200)
    parser.add_argument("--while-training", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        studio = new_studio(Path(folder))
        studio.start()
        try:
            with staff(studio) as session:
                measure(studio, session, arguments.places, while_training=arguments.while_training)
        finally:
            studio.stop()


if __name__ == "__main__":
    main()
