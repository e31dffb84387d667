"""A small model, trained for a moment by the command line, for tests that render."""

import subprocess
import sys
from pathlib import Path

from tests.synthetic import write_drums

ROOT = Path(__file__).resolve().parent.parent


def sampler(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run `python -m sampler` as a process. Raises CalledProcessError with its output."""
    command = [sys.executable, "-m", "sampler", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=300)


def publish_tiny_model(
    work: Path, models_dir: Path, *, name: str = "tiny", preset: str = "ae-med-tanh"
) -> Path:
    """Prepare 24 synthetic drums in `work`, train two epochs, export; returns the version folder."""
    drums = write_drums(work / "drums", 24)
    sampler("prepare", drums, work / "data")
    sampler("train", preset, "--data", work / "data", "--run", work / "run", "--epochs", 2)
    sampler("export", work / "run", "--name", name, "--models", models_dir)
    return models_dir / name / "1"
