"""Time of a search for a sample's location, and the share of each of its steps.

    python benchmarks/locating.py [FOLDER] [--model snare] [--count 20] [--over-http]

FOLDER holds recordings; without it the synthesised drums of the tests are located. Prints the median over
COUNT samples, on a model whose coarse grid is rendered, as in a worker: in seconds, and in processor time,
which other work on the machine changes less. `--over-http` starts the whole instrument and measures the
call, from the upload to the answer. Target: 0.5 s median on two quiet cores.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as in workers

import argparse
import io
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import requests
import soundfile

from sampler.analysis import reference
from sampler.audio.prepare import Prepared, prepare
from sampler.audio.read import Recording, read_recording
from sampler.dataset.inputs import find_sources
from sampler.model import inference, locating
from sampler.model.budget import Budget
from sampler.model.inference import Model
from tests.live_studio import new_studio
from tests.synthetic import RATE_HZ, drum

ROOT = Path(__file__).parents[1]
TARGET_S = 0.5


class Stopwatch:
    """Adds up the time within functions, by the name of a step; inner steps do not count for outer ones."""

    def __init__(self) -> None:
        self.spent_s: defaultdict[str, float] = defaultdict(float)
        self._within: list[float] = []

    def watch(self, owner: Any, name: str, step: str) -> None:
        """Measure every call of `owner.name` as `step`."""
        measured: Callable[..., Any] = getattr(owner, name)

        def timed(*given: Any, **named: Any) -> Any:
            self._within.append(0.0)
            start_s = time.perf_counter()
            try:
                return measured(*given, **named)
            finally:
                spent_s = time.perf_counter() - start_s
                self.spent_s[step] += spent_s - self._within.pop()
                if self._within:
                    self._within[-1] += spent_s

        setattr(owner, name, timed)


def samples(folder: Path | None, count: int) -> list[Recording]:
    """Recordings spread over a folder, or synthesised ones."""
    if folder is None:
        return [Recording(drum(seed), RATE_HZ) for seed in range(count)]
    sources = find_sources(folder)
    return [read_recording(Path(source.path)) for source in sources[:: max(1, len(sources) // count)]][:count]


def watched(model: Model) -> Stopwatch:
    """A stopwatch on the steps of a search on `model`."""
    watch = Stopwatch()
    watch.watch(model, "raw", "decoder")
    watch.watch(inference, "align_peak", "finishing")
    watch.watch(model, "encode", "encoder")
    watch.watch(reference, "search_image", "images")
    watch.watch(locating, "body_pitch", "pitch")
    watch.watch(locating, "tuning_hz", "pitch")
    watch.watch(inference, "character", "report")
    watch.watch(inference, "heard_distance", "report")
    watch.watch(locating.Search, "position", "position, the rest")
    watch.watch(locating, "refine", "detail, the rest")
    return watch


def in_process(folder: Path, prepared: list[Prepared]) -> None:
    """Print the time of a search in this process and the share of each step."""
    model = Model.load(folder)
    model.coarse_grid.render(Budget())
    watch, times_s, processor_s, heard_db = watched(model), [], [], []
    for sample in prepared:
        start_s, begun_s = time.perf_counter(), time.process_time()
        heard_db.append(model.locate(sample).heard_db)
        times_s.append(time.perf_counter() - start_s)
        processor_s.append(time.process_time() - begun_s)
    total_s, wall_ms, own_ms = sum(times_s), 1e3 * np.median(times_s), 1e3 * np.median(processor_s)
    print(f"search: median {wall_ms:.0f} ms, processor {own_ms:.0f} ms, heard {np.mean(heard_db):.2f} dB")
    for step, spent_s in sorted(watch.spent_s.items(), key=lambda item: -item[1]):
        print(f"  {step:20} {spent_s / total_s:4.0%} {1e3 * spent_s / len(times_s):6.1f} ms")
    print(f"  {'all else':20} {1 - sum(watch.spent_s.values()) / total_s:4.0%}")


def over_http(name: str, recordings: list[Recording]) -> float:
    """Median seconds from sending a sample to its location."""
    times_s = []
    with tempfile.TemporaryDirectory() as folder:
        studio = new_studio(Path(folder))
        studio.start()
        for recording in [recordings[0], *recordings]:  # the first one waits for models to be loaded
            file = io.BytesIO()
            soundfile.write(file, recording.samples, recording.rate_hz, format="WAV")
            start_s = time.perf_counter()
            answer = requests.post(
                f"{studio.url}/api/models/{name}/locate/",
                files={"file": ("a.wav", file.getvalue())},
                timeout=30,
            )
            answer.raise_for_status()
            times_s.append(time.perf_counter() - start_s)
        studio.stop()
    return float(np.median(times_s[1:]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", metavar="FOLDER", type=Path, nargs="?")
    parser.add_argument("--model", default="snare")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--over-http", action="store_true")
    args = parser.parse_args()
    recordings = samples(args.folder, args.count)
    in_process(ROOT / "models" / args.model / "1", [prepare(recording) for recording in recordings])
    if args.over_http:
        median_s = over_http(args.model, recordings)
        print(f"over HTTP: median {1e3 * median_s:.0f} ms, target {1e3 * TARGET_S:.0f} ms")


if __name__ == "__main__":
    main()
