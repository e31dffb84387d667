"""The page and the library have an encoder read the same of a sample."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sampler.analysis.features import log_mel_image, model_frame
from sampler.audio.prepare import prepare
from sampler.audio.read import Recording
from sampler.constants import RATE_HZ
from tests.live_studio import ROOT
from tests.synthetic import drum

Floats = NDArray[np.float32]

TOLERANCE = 1e-3
"""Of an image from -1 to 1, which is 80 dB: 0.04 dB."""


def samples() -> dict[str, Floats]:
    """Samples as producers drop them: as they are, early, late, cut, off centre, inverted, too loud."""
    hit = drum(3).astype(np.float32)
    early = hit[int(np.abs(hit).argmax()) - 20 :]
    late = np.concatenate([np.zeros(30_000, np.float32), hit])
    ringing = np.sin(np.arange(80_000) / 9).astype(np.float32)
    return {
        "hit": hit,
        "early": early,
        "late": late,
        "ringing": ringing,
        "offset": hit + np.float32(0.05),
        "inverted": -hit,
        "loud": 3 * hit,
    }


@pytest.mark.skipif(not shutil.which("node"), reason="needs Node: `make check` installs it")
@pytest.mark.parametrize("length", [16_384, 32_768])
def test_the_page_reads_as_the_library(length: int, tmp_path: Path) -> None:
    given = samples() | {"silent": np.zeros(5000, np.float32), "short": np.ones(50, np.float32)}
    jobs = [{"sample": f"{name}.f32", "length": length, "made": f"{name}.made"} for name in given]
    for name, sample in given.items():
        (tmp_path / f"{name}.f32").write_bytes(sample.tobytes())
    (tmp_path / "jobs.json").write_text(json.dumps(jobs))
    subprocess.run(["node", ROOT / "tests/js/studio/sample_features.js", tmp_path], check=True, timeout=120)
    made = {name: np.fromfile(tmp_path / f"{name}.made", np.float32) for name in given}
    assert len(made.pop("silent")) == len(made.pop("short")) == 0
    for name, image in made.items():
        frame = model_frame(prepare(Recording(given[name], RATE_HZ)), length)
        expected = log_mel_image(frame[None]).ravel()
        assert image.shape == expected.shape, name
        assert np.abs(image - expected).max() < TOLERANCE, name
