"""`locate`: find the locations of samples on a model's map."""

import argparse
from pathlib import Path
from typing import Any

from sampler.audio.prepare import Prepared, prepare
from sampler.audio.read import read_recording
from sampler.commands.common import add_model, load_model
from sampler.errors import UnreadableAudio, UnusableAudio

HELP = "find where samples lie on a map"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add MODEL and the files."""
    add_model(parser)
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help="samples")
    parser.add_argument("--refine", action="store_true", help="search up to a second longer for each file")


def run(args: argparse.Namespace) -> list[dict[str, Any]]:
    """Locate every file; returns position, fit in dB, whether it is outside, tune and pitch."""
    model = load_model(args)
    matches = [(path, model.locate(_prepared(path), refined=args.refine)) for path in args.files]
    return [
        {
            "file": str(path),
            "x": round(match.x, 4),
            "y": round(match.y, 4),
            "fit_db": round(match.heard_db, 2),
            "outside": match.outside,
            "tune": match.tune,
            "pitch_hz": match.pitch and round(match.pitch.hz, 2),
        }
        for path, match in matches
    ]


def _prepared(path: Path) -> Prepared:
    """Prepare one file. Raises UnusableAudio, with the path in its message, for one that cannot be used."""
    try:
        return prepare(read_recording(path))
    except (UnreadableAudio, UnusableAudio) as error:
        raise UnusableAudio(f"{path}: {error.message}") from error
