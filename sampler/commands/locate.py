"""`locate`: where recordings lie on a model's map."""

import argparse
from pathlib import Path
from typing import Any

from sampler.audio.prepare import Prepared, prepare
from sampler.audio.read import read_recording
from sampler.commands.common import add_model, load_model
from sampler.errors import UnreadableAudio, UnusableAudio

HELP = "find where recordings lie on a map"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """MODEL and files."""
    add_model(parser)
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help="recordings")
    parser.add_argument("--refine", action="store_true", help="search on for up to a second per file")


def run(args: argparse.Namespace) -> list[dict[str, Any]]:
    """Position, fit in dB, and whether the recording is outside what the model knows."""
    model = load_model(args)
    matches = [(path, model.locate(_prepared(path), refined=args.refine)) for path in args.files]
    return [
        {
            "file": str(path),
            "x": round(match.x, 4),
            "y": round(match.y, 4),
            "fit_db": round(match.fit_db, 2),
            "outside": match.outside,
        }
        for path, match in matches
    ]


def _prepared(path: Path) -> Prepared:
    """The recording, or a refusal that names it among the others."""
    try:
        return prepare(read_recording(path))
    except (UnreadableAudio, UnusableAudio) as error:
        raise UnusableAudio(f"{path}: {error.message}") from error
