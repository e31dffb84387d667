"""Models that are damaged after the start: nobody gets a wrong sound or map, or the server's paths."""

import shutil
from pathlib import Path

import pytest
import requests

from sampler.artifact import DECODER, ENCODER, LANDMARKS, MANIFEST, MANIFEST_SUM, publish, read_manifest
from sampler.manifest import Manifest
from tests.live_studio import ROOT, LiveStudio
from tests.synthetic import write_drums

FACTORY = ROOT / "models" / "hat" / "1"


@pytest.fixture(scope="module")
def registered(live_studio: LiveStudio) -> list[str]:
    """Names of models that are live, and that nothing has loaded or read yet."""
    names = [f"damaged-{part}" for part in ("landmarks", "manifest", "decoder", "missing")]
    for name in names:
        publish(live_studio.models_dir, name, _copy)
    made = live_studio.manage("register_models")
    assert made.returncode == 0, made.stderr
    return names


def _copy(folder: Path) -> Manifest:
    for path in FACTORY.iterdir():
        if path.name not in (MANIFEST, MANIFEST_SUM):
            shutil.copy(path, folder)
    return read_manifest(FACTORY)


def answers(studio: LiveStudio, name: str, sample: bytes) -> list[requests.Response]:
    """Every anonymous answer about a model that may speak of its files: map, sound, location."""
    address = f"{studio.url}/api/models/{name}"
    return [
        requests.get(f"{address}/map/", timeout=60),
        requests.get(f"{address}/1/sound.wav?x=0.5&y=0.5", timeout=60),
        requests.post(f"{address}/locate/", files={"file": ("a.wav", sample)}, timeout=60),
    ]


DAMAGES = {
    "damaged-landmarks": (LANDMARKS, b'{"points": []}'),
    "damaged-manifest": (MANIFEST, b"{}"),
    "damaged-decoder": (DECODER, b"not a network"),
    "damaged-missing": (ENCODER, None),
}


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_model_is_refused(live_studio: LiveStudio, tmp_path: Path, name: str) -> None:
    file, content = DAMAGES[name]
    path = live_studio.models_dir / name / "1" / file
    path.unlink() if content is None else path.write_bytes(content)
    sample = next(write_drums(tmp_path, 1).iterdir()).read_bytes()
    map_answer, *others = answers(live_studio, name, sample)
    assert (map_answer.status_code == 409) == (file in {LANDMARKS, MANIFEST})
    refused = [answer for answer in (map_answer, *others) if answer.status_code != 200]
    assert refused
    for answer in refused:
        assert answer.status_code == 409, answer.text
        assert answer.json()["type"] == "/problems/corrupt-artifact"
        assert str(live_studio.models_dir) not in answer.text
        assert "/" not in answer.json()["detail"]
