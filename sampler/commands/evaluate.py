"""`evaluate`: how well a model does on recordings."""

import argparse
from pathlib import Path
from typing import Any

from sampler.commands.common import add_model, load_model, read_frames
from sampler.measure import measure

HELP = "measure a model against a folder of recordings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """MODEL and data."""
    add_model(parser)
    parser.add_argument("--data", type=Path, required=True, help="folder of recordings")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Distances, clicks, smoothness, coverage and latency."""
    model = load_model(args)
    return measure(model, read_frames(args.data, model.manifest.length_samples))
