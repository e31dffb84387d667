"""Recordings for tests: real snares where available, else synthetic drums."""

from pathlib import Path

from tests.live_studio import ROOT
from tests.synthetic import write_drums

REAL_SNARES = ROOT.parent / "shared" / "data" / "drums" / "snare"


def snares(count: int, spare: Path) -> list[Path]:
    """`count` recordings in a stable order; synthetic ones are written to `spare`."""
    real = sorted(path for path in REAL_SNARES.rglob("*") if path.suffix in {".wav", ".flac"})
    return real[:count] if len(real) >= count else sorted(write_drums(spare, count).iterdir())
