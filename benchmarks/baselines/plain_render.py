"""The baseline of sound_latency.py: Keras's `predict`, then soundfile.

    python benchmarks/baselines/plain_render.py MODEL_FOLDER [--places 50]

Prints the milliseconds of each sound as a JSON list. Runs as a process of its own, since it loads TensorFlow.
"""

import argparse
import io
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import soundfile

from sampler.artifact import WEIGHTS, verify
from sampler.constants import RATE_HZ
from sampler.families import family
from sampler.manifest import Manifest
from sampler.nets.weights import read_weights


def build(folder: Path) -> tuple[Any, Manifest]:
    manifest = verify(folder)
    model = family(manifest.family).build(manifest.hyper)
    read_weights(model, folder / WEIGHTS)
    return model.decoder, manifest


def random_inputs(decoder: Any, rng: np.random.Generator) -> dict[str, Any]:
    shapes = {tensor.name.split(":")[0]: (1, *tensor.shape[1:]) for tensor in decoder.inputs}
    return {
        name: rng.integers(0, 100, shape) if name == "shift" else rng.normal(0, 0.5, shape).astype(np.float32)
        for name, shape in shapes.items()
    }


def render(decoder: Any, inputs: dict[str, Any]) -> bytes:
    audio = decoder.predict(inputs, verbose=0)[0]
    file = io.BytesIO()
    soundfile.write(file, 0.95 * audio / np.abs(audio).max(), RATE_HZ, subtype="PCM_24", format="WAV")
    return file.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--places", type=int, default=50)
    arguments = parser.parse_args()
    decoder, _ = build(arguments.folder)
    rng = np.random.default_rng(1)
    render(decoder, random_inputs(decoder, rng))
    elapsed_ms = []
    for _ in range(arguments.places):
        inputs = random_inputs(decoder, rng)
        start = time.perf_counter()
        render(decoder, inputs)
        elapsed_ms.append(1e3 * (time.perf_counter() - start))
    print(json.dumps(elapsed_ms))


if __name__ == "__main__":
    main()
