"""The page and the library shape a sound alike: the difference is at most -60 dB of the peak."""

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.audio.options import RenderOptions
from sampler.audio.shape import shape
from sampler.model.inference import Model
from tests.live_studio import FACTORY, ROOT

Floats = NDArray[np.float32]

INAUDIBLE = 1e-3
POSITIONS = ((0.5, 0.5), (0.02, 0.97), (0.9, 0.1))
SHAPED: list[dict[str, str]] = [
    {},
    {"norm": "0"},
    {"pitch": "5"},
    {"pitch": "-7"},
    {"pitch": "0.5", "length": "0.3"},
    {"pitch": "-12", "highcut": "6000"},
    {"gain": "9"},
    {"gain": "-20.5"},
    {"length": "0.05"},
    {"length": "1.5", "fade": "0.4"},
    {"fade": "0"},
    {"lowcut": "200"},
    {"lowcut": "5000", "norm": "0"},
    {"highcut": "900"},
    {"lowcut": "80", "highcut": "3000", "trim": "1"},
    {"trim": "1", "pitch": "3", "gain": "3"},
]
"""Every option that shapes a sound, alone and together."""


@cache
def sounds(name: str) -> list[tuple[Floats, int]]:
    """Finished sounds of a factory model, each with its peak sample."""
    model = Model.load(max((ROOT / "models" / name).iterdir(), key=lambda folder: int(folder.name)))
    return [(model.sound(x, y, seed=7), model.manifest.peak_sample) for x, y in POSITIONS]


@pytest.mark.skipif(not shutil.which("node"), reason="needs Node: `make check` installs it")
@pytest.mark.parametrize("name", sorted(FACTORY))
def test_the_page_shapes_as_the_library(name: str, tmp_path: Path) -> None:
    jobs: list[dict[str, Any]] = []
    for index, (sound, peak) in enumerate(sounds(name)):
        (tmp_path / f"{index}.f32").write_bytes(sound.tobytes())
        for number, options in enumerate(SHAPED):
            file = f"{index}-{number}.f32"
            jobs.append({"sound": f"{index}.f32", "options": options, "peak": peak, "made": file})
    (tmp_path / "jobs.json").write_text(json.dumps(jobs))
    subprocess.run(["node", ROOT / "tests/js/studio/shape_sounds.js", tmp_path], check=True, timeout=120)
    for job, (sound, peak) in zip(jobs, [one for one in sounds(name) for _ in SHAPED], strict=True):
        expected = shape(sound, RenderOptions.parse(job["options"]), peak_sample=peak)
        made = np.fromfile(tmp_path / job["made"], np.float32)
        assert made.shape == expected.shape, job
        difference = np.abs(made - expected).max() / np.abs(expected).max()
        assert difference <= INAUDIBLE, f"{job['options']}: {20 * np.log10(difference):.1f} dB"
